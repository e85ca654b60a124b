/** Which allocations are recorded, by what their call stacks go through: `[!][function:|file:|module:]PATTERN`. */
import { globPattern } from '../util/glob.ts';
import type { SiteId, StackId } from '../util/units.ts';

/** What a rule looks at; any: at all of these. */
const PARTS = ['function', 'file', 'module'] as const;
type Part = (typeof PARTS)[number];

export interface FilterRule {
  readonly excludes: boolean;
  readonly parts: readonly Part[];
  readonly pattern: RegExp;
}

/** What a site is called: its frames' functions (several where calls were inlined), their source files, the ELF file. */
export type SiteNames = Readonly<Record<Part, readonly string[]>>;

/** Undefined where nothing follows that could be looked for. */
export function parseFilterRule(text: string): FilterRule | undefined {
  const [, sign, rest = ''] = /^(!?)(.*)$/s.exec(text.trim())!;
  const part = PARTS.find((each) => rest.startsWith(`${each}:`));
  const glob = part === undefined ? rest : rest.slice(part.length + 1);
  if (glob === '') return undefined;
  return {
    excludes: sign === '!',
    parts: part === undefined ? PARTS : [part],
    pattern: globPattern(glob.replace(/\(\)$/, '')),
  };
}

interface Fit {
  readonly included: boolean;
  readonly excluded: boolean;
}

/** A stack is kept if no frame fits an excluding rule, and one fits an including rule or there are none of these. */
export class StackFilter {
  readonly #rules: readonly FilterRule[];
  readonly #namesOf: (site: SiteId) => SiteNames;
  readonly #needsFit: boolean;
  /** By stack. */
  readonly #sites: SiteId[] = [0];
  readonly #parents: StackId[] = [0];
  readonly #fits: (Fit | undefined)[];
  readonly #ofSites: (Fit | undefined)[] = [];

  /** `namesOf` is asked for each site once, when it is first needed. */
  constructor(rules: readonly FilterRule[], namesOf: (site: SiteId) => SiteNames) {
    this.#rules = rules;
    this.#namesOf = namesOf;
    this.#needsFit = rules.some(({ excludes }) => !excludes);
    this.#fits = [NO_FIT];
  }

  /** Stacks come in the order of their numbers, parents first. */
  add(stack: StackId, parent: StackId, site: SiteId): void {
    this.#sites[stack] = site;
    this.#parents[stack] = parent;
  }

  keeps(stack: StackId): boolean {
    const { included, excluded } = this.#fit(stack);
    return !excluded && (included || !this.#needsFit);
  }

  #fit(stack: StackId): Fit {
    const known = this.#fits[stack];
    if (known) return known;
    const above = this.#fit(this.#parents[stack] ?? 0);
    const own = this.#fitOfSite(this.#sites[stack] ?? 0);
    return (this.#fits[stack] = {
      included: above.included || own.included,
      excluded: above.excluded || own.excluded,
    });
  }

  #fitOfSite(site: SiteId): Fit {
    if (site === 0) return NO_FIT;
    let fit = this.#ofSites[site];
    if (!fit) {
      const names = this.#namesOf(site);
      const fits = (rule: FilterRule): boolean =>
        rule.parts.some((part) => names[part].some((name) => fitsName(rule.pattern, name)));
      const fitting = this.#rules.filter(fits);
      fit = {
        included: fitting.some(({ excludes }) => !excludes),
        excluded: fitting.some(({ excludes }) => excludes),
      };
      this.#ofSites[site] = fit;
    }
    return fit;
  }
}

const NO_FIT: Fit = { included: false, excluded: false };

/** A path fits by its last part as well. */
const fitsName = (pattern: RegExp, name: string): boolean =>
  pattern.test(name) || pattern.test(name.slice(name.lastIndexOf('/') + 1));
