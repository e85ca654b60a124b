import { ByteWriter } from './byte-writer.ts';
import { InstructionReader, readLocals } from './instructions.ts';
import { readModule } from './module.ts';
import { SectionId, writeHeader } from './sections.ts';

/**
 * The module with every instruction decoded and written again, and no probe: byte for byte the input. The walk that the probes
 * hang on loses nothing.
 */
export function reencode(wasm: Uint8Array): Uint8Array {
  const module = readModule(wasm);
  const out = new ByteWriter(wasm.length);
  writeHeader(out);
  for (const section of module.sections) {
    if (section.id !== SectionId.code) out.copy(wasm, section.start, section.end);
    else {
      let from = section.start;
      for (const body of module.bodies) {
        const { codeStart } = readLocals(wasm, body.start, body.end);
        out.copy(wasm, from, codeStart);
        const i = new InstructionReader(wasm, codeStart, body.end);
        while (i.next()) out.copy(wasm, i.start, i.end);
        from = body.end;
      }
    }
  }
  return out.bytes.slice();
}
