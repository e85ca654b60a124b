/** One line on stdout. */
export function writeJson(report: object): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
