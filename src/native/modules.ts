import type { Address } from '../util/units.ts';
import type { ModuleEvent, ModuleId } from './events.ts';

/** What is loaded in one image: found by address. */
export class LoadedModules {
  /** Ascending by start. */
  private modules: ModuleEvent[];

  constructor(inherited?: LoadedModules) {
    this.modules = inherited ? [...inherited.modules] : [];
  }

  load(module: ModuleEvent): void {
    const at = this.modules.findIndex((other) => other.start > module.start);
    this.modules.splice(at < 0 ? this.modules.length : at, 0, module);
  }

  /** Takes out the one at `start` and gives it. */
  unload(start: Address): ModuleEvent | undefined {
    const at = this.modules.findIndex((module) => module.start === start);
    return at < 0 ? undefined : this.modules.splice(at, 1)[0];
  }

  /** 0: none is there. */
  at(address: Address): ModuleId {
    let low = 0;
    let high = this.modules.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.modules[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    const module = this.modules[low - 1];
    return module && address < module.end ? module.module : 0;
  }
}
