/** The line that tells our hooks from others. Its number changes when older shims must be told apart. */
export const IDENTITY = '# pyreset-hooks shim ';

/** What is filled into the shim when it is installed. */
export interface ShimValues {
  /** The package's folder: absolute, or relative to the hooks folder. */
  readonly package: string;
  /** True when the package lies in the work tree, where a branch could bring its own copy. */
  readonly inside: boolean;
  /** The Node.js that ran `install`, absolute. */
  readonly node: string;
}

/** The hook that `install` writes: the template `hooks/shim` with its three values. */
export function renderShim(template: string, values: ShimValues): string {
  const filled = { PACKAGE: values.package, INSIDE: values.inside ? 'yes' : '', NODE: values.node };
  return template.replace(/@(PACKAGE|INSIDE|NODE)@/g, (_, name: keyof typeof filled) => quoted(filled[name]));
}

/** True when a file at a hook's place is one of ours, of whatever version. */
export function isShim(content: string): boolean {
  return content.split('\n', 2)[1]?.startsWith(IDENTITY) ?? false;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
