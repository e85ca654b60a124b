/** Grades as text: each format has what comes before, for each grade, and after. */
import type { Grade, GradedCheck } from './grade-result.ts';

export interface GradeFormat {
  readonly head: string;
  /** Ends with a line end. */
  one(grade: Grade): string;
  readonly foot: string;
}

export const GRADE_FORMATS: Readonly<Record<'json' | 'csv' | 'junit', GradeFormat>> = {
  /** A line for each: https://jsonlines.org */
  json: { head: '', one: (grade) => `${JSON.stringify(grade)}\n`, foot: '' },
  csv: {
    head: 'submission,status,passed,total,seconds,message,file,line\r\n',
    one: csvLine,
    foot: '',
  },
  junit: {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="heapscope grade">\n',
    one: junitSuite,
    foot: '</testsuites>\n',
  },
};

/** RFC 4180; the message is the first failing check's. */
function csvLine({ submission, status, passed, total, seconds, message, checks }: Grade): string {
  const failed = checks.find((check) => !check.passed);
  const fields = [
    ...[submission, status, passed, total, seconds.toFixed(2)],
    ...[message ?? failed?.message ?? '', failed?.file ?? '', failed?.line ?? ''],
  ];
  return `${fields.map((field) => csvField(String(field))).join(',')}\r\n`;
}

function csvField(text: string): string {
  // A table must not take what a submission printed for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function junitSuite({ submission, seconds, checks, message, status }: Grade): string {
  const name = xml(submission);
  const failures = checks.filter((check) => !check.passed).length;
  const errors = message === undefined ? 0 : 1;
  const cases =
    message === undefined
      ? checks.map((check) => junitCase(name, check)).join('')
      : `    <testcase classname="${name}" name="${status}"><error message="${xml(message)}"/></testcase>\n`;
  const counts = `tests="${Math.max(checks.length, errors)}" failures="${failures}" errors="${errors}"`;
  return `  <testsuite name="${name}" ${counts} time="${seconds.toFixed(3)}">\n${cases}  </testsuite>\n`;
}

function junitCase(submission: string, { asks, check, message = '', file, line, passed }: GradedCheck): string {
  const start = `    <testcase classname="${submission}" name="${xml(asks)}"`;
  if (passed) return `${start}/>\n`;
  const at = file === undefined ? '' : `${file}:${line}: `;
  return `${start}><failure type="${check}" message="${xml(message)}">${xml(at + message)}</failure></testcase>\n`;
}

/** XML 1.0 allows few control characters, whichever way they are written. */
function xml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => named[character]!);
}
