/** Commander's own words (headings of the help, what is wrong with a command line) in the language of the command. */
import { Command, Help, type Option } from 'commander';
import { commandWords } from './command-messages.ts';

/** Commander's own help, in English. */
const plain = new Help();

function term(name: string): string {
  const { terms } = commandWords();
  return name in terms ? terms[name as keyof typeof terms] : name;
}

/** What stands for something: <file>, [folders...]. */
function inWords(text: string): string {
  return text.replace(/(?<=[<[])[^<>[\]]+?(?=(\.\.\.)?[>\]])/g, term);
}

/** A command whose help and errors are spoken; commands that are added to it are so, too. */
export function spokenCommand(name: string): Command {
  const t = commandWords();
  return new Command(name)
    .configureHelp({
      styleTitle: (title) => t.headings[title as keyof typeof t.headings] ?? title,
      optionDescription,
      displayWidth,
      commandUsage: (command) => inWords(plain.commandUsage(command)),
      subcommandTerm: (command) => inWords(plain.subcommandTerm(command)),
      optionTerm: (option) => inWords(plain.optionTerm(option)),
      argumentTerm: (argument) => term(plain.argumentTerm(argument)),
    })
    .configureOutput({ outputError: (text, write) => write(spokenError(text)) });
}

/** In columns of a terminal: a Chinese character takes two. */
function displayWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter >= '\u2e80' ? 2 : 1), 0);
}

function optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const t = commandWords();
  const isShown = defaultValue !== undefined && typeof defaultValue !== 'boolean' && typeof defaultValue !== 'object';
  const value = defaultValueDescription ?? (isShown ? JSON.stringify(defaultValue) : undefined);
  const more = [...(argChoices ? [t.choices(argChoices)] : []), ...(value === undefined ? [] : [t.initially(value)])];
  return more.length === 0 ? description : t.described(description, more);
}

type Rule = readonly [pattern: RegExp, say: (...found: string[]) => string];

/** Commander's English -> ours. What it may say besides stays as it is. */
function rules(): readonly Rule[] {
  const { wrong } = commandWords();
  return [
    [/^missing required argument '(.*)'$/, (name) => wrong.missingArgument(term(name!))],
    [/^required option '(.*)' not specified$/, (flags) => wrong.missingOption(inWords(flags!))],
    [/^option '(.*)' argument missing$/, (flags) => wrong.missingValue(inWords(flags!))],
    [/^unknown option '(.*)'$/, wrong.unknownOption],
    [/^unknown command '(.*)'$/, wrong.unknownCommand],
    [/^too many arguments.*$/, () => wrong.tooMany],
    [/^\(Did you mean (.*)\?\)$/, wrong.meant],
    [
      /^option '(.*)' argument '(.*)' is invalid\. (?:Allowed choices are (.*)\.|(.*))$/,
      (flags, value, allowed, why) =>
        wrong.value(inWords(flags!), value!, allowed === undefined ? why! : wrong.allowed(allowed)),
    ],
  ];
}

function spokenError(text: string): string {
  const lines = text.split('\n').map((line) => {
    const [, label = '', what = ''] = /^(error: )?(.*)$/.exec(line) ?? [];
    for (const [pattern, say] of rules()) {
      const found = pattern.exec(what);
      if (found) return label === '' ? say(...found.slice(1)) : commandWords().wrong.error(say(...found.slice(1)));
    }
    return label === '' ? line : commandWords().wrong.error(what);
  });
  return lines.join('\n');
}
