/**
 * What the user can put right: wrong usage, bad configuration, a repository in the wrong state.
 * The command line prints `message` and `hint` without a stack and exits with 2.
 * Everything else that is thrown is a bug in pyreset-hooks (exit code 3).
 */
export class UserError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.hint = hint;
  }
}

/** The `code` of a Node.js system error (`ENOENT`, `EACCES`, …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
