import { expect, it } from 'vitest';
import { nativeMessages } from '../../report/native-messages.ts';
import { findProgram } from './program-file.ts';

it('refuses on a machine whose stacks the recorder can not unwind, whatever the program', () => {
  const search = findProgram('/no/matter', '', { arch: 'arm64', uid: 1000, gid: 1000 });
  expect(search).toEqual({ kind: 'refused', refusal: { reason: 'no-recorder', arch: 'arm64' } });
  if (search.kind === 'refused') expect(nativeMessages('en').refused(search.refusal)).toMatch(/x86-64.*arm64/);
});
