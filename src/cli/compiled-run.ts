/** What `heapscope run` was asked for, and the program that it has compiled. */
import type { CompileResult, Diagnostic } from '../compile/compile.ts';
import type { LocaleName } from '../i18n/format.ts';
import type { QuotedSource } from '../report/excerpt.ts';
import type { ReportPolicy } from '../report/selection.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import type { RunLimits } from '../run/request.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { CollectedSources } from './collect-sources.ts';
import type { FailMalloc } from './flag-values.ts';

export interface RunOptions {
  readonly files: readonly string[];
  readonly flags: readonly string[];
  readonly arguments: readonly string[];
  readonly stdin?: string;
  readonly record?: string;
  readonly json: boolean;
  readonly errorExitcode?: number;
  readonly policy: ReportPolicy;
  readonly checks: CheckOptions;
  readonly schedule?: Schedule;
  /** So many schedules are tried. */
  readonly explore?: number;
  readonly failMalloc?: FailMalloc;
  readonly stopAtFirst: boolean;
  readonly seed: number;
  readonly limits: Partial<RunLimits>;
  /** What compiling and linking may take. */
  readonly compileSeconds: number;
  /** Names of environment variables to values. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the machine's that the program finds in its own file system, under the same names. */
  readonly inputFiles: readonly string[];
  readonly language: LocaleName;
}

export interface GivenInputs {
  readonly stdin: Uint8Array | undefined;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface CompiledRun extends GivenInputs {
  readonly options: RunOptions;
  readonly sources: CollectedSources;
  readonly quoted: readonly QuotedSource[];
  readonly compiled: CompileResult & { kind: 'linked' };
  readonly diagnostics: readonly Diagnostic[];
}
