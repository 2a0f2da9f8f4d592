import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A server of PostgreSQL of our own; databases are made in it as `user`, without a password. */
export interface Postgres {
  /** The folder of its socket: there is no port. */
  readonly host: string;
  readonly user: string;
  stop(): void;
}

/** PostgreSQL refuses to run as root: then another user runs it, whom every Linux knows (`nobody`). */
const NOBODY = 65534;
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
const PREFIX = process.getuid?.() === 0 ? AS_NOBODY : [];
const PROGRAMS = programs();

/** Why no server can be started here; undefined when one can. */
export const NO_POSTGRES: string | undefined =
  PROGRAMS === undefined
    ? 'there is no initdb and pg_ctl, neither on PATH nor in /usr/lib/postgresql'
    : spawnSync('env', [...PREFIX, 'true']).status === 0
      ? undefined
      : 'root may not start a server, and setpriv cannot do so as somebody else';

/** The folder of the newest programs. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = isThere(debian) ? readdirSync(debian).sort((one, two) => Number(two) - Number(one)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((each) => join(debian, each, 'bin')),
  ];
  return folders.find((folder) =>
    ['initdb', 'pg_ctl'].every((name) => isThere(join(folder, name), constants.X_OK)),
  );
}

function isThere(path: string, mode = constants.R_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** Starts a server in a temporary folder, and waits until it answers. Whoever starts it stops it. */
export function startPostgres(): Postgres {
  const host = mkdtempSync(join(tmpdir(), 'pyreset-pg-')); // short: the path of a socket has 107 bytes at most
  const data = join(host, 'data');
  const user = 'django';
  if (PREFIX.length > 0) chownSync(host, NOBODY, NOBODY);
  chmodSync(host, 0o755);
  const stop = (): void => {
    if (isThere(join(host, 'server.log'))) run(host, 'pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
    rmSync(host, { recursive: true, force: true });
    process.off('exit', stop);
  };
  process.on('exit', stop); // a run that is cut short leaves no server behind
  const options = `-k ${host} -c listen_addresses= -c fsync=off -c full_page_writes=off`;
  const made =
    run(host, 'initdb', '-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync') ||
    run(host, 'pg_ctl', '-D', data, '-o', options, '-l', join(host, 'server.log'), '-w', 'start');
  if (made) {
    stop();
    throw new Error(made);
  }
  return { host, user, stop };
}

/** What a program said when it failed; empty when it did not. */
function run(cwd: string, name: string, ...args: readonly string[]): string {
  const words = [...PREFIX, join(PROGRAMS!, name), ...args];
  // the server that pg_ctl starts keeps what it inherits, and a pipe would never end
  const ran = spawnSync('env', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  return ran.status === 0 ? '' : `${name}: ${ran.error?.message ?? ran.stderr}`;
}
