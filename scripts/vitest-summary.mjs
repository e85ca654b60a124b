/**
 * A vitest reporter that counts for `npm test`. Vitest's own totals leave out a test file that fails to load and an error
 * outside of any test; here each of them is one failure.
 *
 * @typedef {{ passed: number, failures: string[], skips: { file: string, name: string, reason: string }[] }} Summary
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly { message?: string }[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const summary = summarise(modules, unhandledErrors);
    mkdirSync(path.join(root, 'build'), { recursive: true });
    writeFileSync(path.join(root, 'build', 'test-summary.json'), JSON.stringify(summary, undefined, 1));
  }
}

/**
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {readonly { message?: string }[]} unhandledErrors
 * @returns {Summary}
 */
export function summarise(modules, unhandledErrors) {
  /** @type {Summary} */
  const summary = { passed: 0, failures: [], skips: [] };
  for (const module of modules) {
    const file = module.relativeModuleId;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') summary.passed += 1;
      else if (result.state === 'skipped')
        summary.skips.push({ file, name: test.fullName, reason: result.note ?? 'no reason given' });
      else summary.failures.push(`${file} > ${test.fullName}`);
    }
    for (const suite of [module, ...module.children.allSuites()]) {
      for (const error of suite.errors()) summary.failures.push(`${file}: ${error.message}`);
    }
  }
  for (const error of unhandledErrors) summary.failures.push(`outside of any test: ${error.message}`);
  return summary;
}
