/**
 * Messages that mention something, in ICU's MessageFormat: `say('{n, plural, one {# block} other {# blocks}} in {file}', { n, file })`.
 * https://unicode-org.github.io/icu/userguide/format_parse/messages/ describes it. In the pages nothing of this module is left:
 * `compiled-messages.node.ts` puts code in the place of each message.
 */
import MessageFormat from '@messageformat/core';

type Value = string | number;

/** What a message mentions, as far as types can read it: in one with forms, braces hold text as well. */
type Mentioned<Message extends string> = Message extends
  `${string}, ${'plural' | 'select'},${string}` | `${string}'{${string}`
  ? never
  : Message extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Mentioned<Rest>
    : never;

type Unmentioned<Message extends string, Name extends string> = Name extends unknown
  ? Message extends `${string}{${Name}${'}' | ','}${string}`
    ? never
    : Name
  : never;

/** Takes a message and all that it mentions, and nothing else. */
export type Say = <const Message extends string, Given extends Readonly<Record<string, Value>>>(
  message: Message,
  given: Given &
    Readonly<Record<Mentioned<Message>, Value>> &
    Readonly<Record<Unmentioned<Message, keyof Given & string>, never>>,
) => string;

/** What says messages in the language of this tag, with its plural forms and its numbers. */
export function messagesIn(tag: string): Say {
  let format: MessageFormat | undefined;
  const compiled = new Map<string, (given: Record<string, string>) => string>();
  return (message, given) => {
    // What isn't there is an error and no "undefined" in a sentence, and so is a form that the language doesn't have.
    format ??= new MessageFormat(tag, { requireAllArguments: true, strictPluralKeys: true });
    const say = compiled.get(message) ?? format.compile(message);
    compiled.set(message, say);
    // As texts: two numbers beside each other would be added.
    return say(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])));
  };
}
