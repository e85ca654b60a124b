/** The toolchain could not be fetched: the next call tries it again. */
export class CompilerNotLoaded extends Error {}
