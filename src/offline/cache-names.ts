export const TOOLCHAIN_CACHE = 'heapscope-toolchain';
