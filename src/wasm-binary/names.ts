import { ByteReader } from './byte-reader.ts';
import type { Section } from './sections.ts';
import { WasmError } from './wasm-error.ts';

/** The name section (core specification, appendix 7.4): names by index. */
export interface ModuleNames {
  readonly functions: ReadonlyMap<number, string>;
  readonly globals: ReadonlyMap<number, string>;
  readonly dataSegments: ReadonlyMap<number, string>;
}

const FUNCTION_NAMES = 1;
const GLOBAL_NAMES = 7;
const DATA_SEGMENT_NAMES = 9;

function readMap(reader: ByteReader): Map<number, string> {
  return new Map(reader.vector((r) => [r.u32(), r.name()] as const));
}

/** Names where the module has them. A damaged name section is ignored, as the specification asks. */
export function readNames(bytes: Uint8Array, sections: readonly Section[]): ModuleNames {
  const maps = new Map<number, Map<number, string>>();
  const section = sections.find((s) => s.id === 0 && s.name === 'name');
  if (section) {
    try {
      const reader = new ByteReader(bytes, section.contentStart, section.end);
      while (!reader.done) {
        const kind = reader.u8();
        const body = reader.sub(reader.u32());
        if (kind === FUNCTION_NAMES || kind === GLOBAL_NAMES || kind === DATA_SEGMENT_NAMES)
          maps.set(kind, readMap(body));
      }
    } catch (error) {
      if (!(error instanceof WasmError)) throw error;
    }
  }
  const get = (kind: number) => maps.get(kind) ?? new Map<number, string>();
  return { functions: get(FUNCTION_NAMES), globals: get(GLOBAL_NAMES), dataSegments: get(DATA_SEGMENT_NAMES) };
}
