/** Builds the widget's script under names that never change, because other sites' pages name them, and what TypeScript knows of it. */
import path from 'node:path';
import type { CompilerOptions } from 'typescript';
import type { Plugin } from 'vite';
import { afterBuild, bundleBeside } from '../util/after-build.node.ts';

export function embedScript(): Plugin {
  return afterBuild('embed-script', async (page) => {
    await Promise.all([
      bundleBeside(page, 'src/embed/script.ts', 'embed.js', { format: 'iife' }),
      bundleBeside(page, 'src/embed/module.ts', 'embed.mjs', { format: 'esm' }),
    ]);
    await declareTypes(path.join(page.root, 'src', 'embed', 'module.ts'), path.join(page.outDir, 'embed-types'));
  });
}

/** Declarations of the module and what it imports, for a program without this project's settings. */
async function declareTypes(entry: string, outDir: string): Promise<void> {
  // Large, and the development server has no use for it.
  const { default: ts } = await import('typescript');
  const options: CompilerOptions = {
    ...{ declaration: true, emitDeclarationOnly: true, stripInternal: true, strict: true, types: [], outDir },
    ...{
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
    ...{ lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], allowImportingTsExtensions: true },
  };
  const program = ts.createProgram([entry], options);
  const [problem] = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problem) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
}
