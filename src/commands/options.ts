import { parseArgs, type ParseArgsConfig } from 'node:util';
import { systemErrorCode, UserError } from '../errors.ts';

/** The options a command knows, as `node:util` takes them. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads a command's options. Positional arguments are refused unless the command takes some.
 * @throws {UserError} for an option or argument that the command does not know.
 */
export function readOptions<const Known extends Options>(
  args: readonly string[],
  command: string,
  options: Known,
  allowPositionals = false,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals, strict: true });
  } catch (error) {
    if (!systemErrorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw error;
    const said = (error as Error).message.split(/\.\s/, 1)[0]!;
    throw new UserError(`${command}: ${said}`, `see what it takes: pyreset-hooks help ${command}`);
  }
}
