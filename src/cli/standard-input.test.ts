import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CommandInput } from './standard-input.ts';

const textOf = (input: CommandInput): string => new TextDecoder().decode(input.input.bytes);

describe('CommandInput', () => {
  it('reads nothing before it is asked to', () => {
    const stream = new PassThrough();
    stream.write('early');
    const input = new CommandInput(stream);
    expect(input.input).toEqual({ bytes: new Uint8Array(0), closed: false });
    expect(stream.readableFlowing).toBeNull();
  });

  it('grows with each line, and closes', async () => {
    const stream = new PassThrough();
    const input = new CommandInput(stream);
    stream.write('one\n');
    await input.more();
    expect([textOf(input), input.input.closed]).toEqual(['one\n', false]);
    stream.end('two\n');
    await input.more();
    expect([textOf(input), input.input.closed]).toEqual(['one\ntwo\n', true]);
  });

  it('takes what comes in one go as one', async () => {
    const stream = new PassThrough({ highWaterMark: 10 });
    const input = new CommandInput(stream);
    const text = 'a line of text\n'.repeat(100);
    stream.end(text);
    await input.more();
    expect([textOf(input), input.input.closed]).toEqual([text, true]);
  });
});
