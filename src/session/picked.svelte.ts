/** The bytes that the person has pointed at in one view, for the others to show. */
import type { Address, ByteCount } from '../util/units.ts';

export interface PickedBytes {
  readonly address: Address;
  readonly size: ByteCount;
  /** What they are called where they were picked. */
  readonly label: string;
}

export class Picked {
  bytes = $state.raw<PickedBytes | undefined>();

  pick(bytes: PickedBytes): void {
    this.bytes = bytes;
  }

  clear(): void {
    this.bytes = undefined;
  }
}
