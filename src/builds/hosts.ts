import { nameOf, type GitPath } from '../path.ts';

/** What builds a deployment from the repository, and keeps layers and caches of it for the next one. */
export interface Host {
  readonly name: string;
  /** Names of the files that say how it builds, in TOML or JSON; they may lie in any folder. */
  readonly files: readonly string[];
  /** What stands at the top of such a file; one with nothing of it is another file of that name. */
  readonly keys: readonly string[];
  /** Where commands of a build stand: keys with dots between them, `*` for any; start commands are none. */
  readonly commands: readonly string[];
  /** Where variables of a build stand. */
  readonly variables: readonly string[];
  /** What makes it build once from nothing. */
  readonly clear: string;
}

/**
 * The hosts that are known, those before others that are chosen where files of both lie side by side. Another one is
 * another row, and its files in `hooks/pre-commit`.
 */
export const HOSTS: readonly Host[] = [
  {
    // https://docs.railway.com/config-as-code/reference
    name: 'Railway',
    files: ['railway.toml', 'railway.json'],
    keys: ['build', 'deploy', 'environments'],
    commands: ['build.buildCommand', 'build.nixpacksPlan.phases.*.cmds'].flatMap(inEnvironments),
    variables: ['build.nixpacksPlan.variables'].flatMap(inEnvironments),
    clear: 'set NO_CACHE=1 in the variables of the service, deploy, and take it out again',
  },
  {
    // https://nixpacks.com/docs/configuration/file
    name: 'Nixpacks',
    files: ['nixpacks.toml'],
    keys: ['phases', 'variables', 'start', 'providers', 'buildImage', 'staticAssets'],
    commands: ['phases.*.cmds'],
    variables: ['variables'],
    clear: 'set NIXPACKS_NO_CACHE=1 in the environment of the build, deploy, and take it out again',
  },
];

function inEnvironments(place: string): string[] {
  return [place, `environments.*.${place}`];
}

/** The host that a file of this name tells how to build, if there is one. */
export function hostOf(path: GitPath): Host | undefined {
  return HOSTS.find(({ files }) => files.includes(nameOf(path)));
}

/** True for a file that tells a host how to build the project. */
export function isBuildFile(path: GitPath): boolean {
  return hostOf(path) !== undefined;
}
