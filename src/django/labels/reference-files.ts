import { nameOf, type GitPath } from '../../path.ts';

/** How a file refers to apps and models. XML may be a fixture as well as a template. */
export type FileKind = 'python' | 'template' | 'json' | 'yaml' | 'xml';

/** Files that may refer to an app by its label, by extension. */
const KINDS: Readonly<Record<string, FileKind>> = {
  py: 'python',
  pyi: 'python',
  html: 'template',
  htm: 'template',
  xhtml: 'template',
  txt: 'template',
  eml: 'template',
  email: 'template',
  mjml: 'template',
  djhtml: 'template',
  jinja: 'template',
  jinja2: 'template',
  j2: 'template',
  js: 'template',
  svg: 'template',
  json: 'json',
  jsonl: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  xml: 'xml',
};

/** The extensions of files that may refer to an app by its label, without the dot. */
export const EXTENSIONS: readonly string[] = Object.keys(KINDS);

/** How that file refers to apps and models; undefined when it does not. */
export function fileKind(path: GitPath): FileKind | undefined {
  const name = nameOf(path);
  return Object.hasOwn(KINDS, extensionOf(name)) ? KINDS[extensionOf(name)] : undefined;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
