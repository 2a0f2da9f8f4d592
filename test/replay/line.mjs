// What is published when a commit is made, as far as history tells: the main line, and not the branch beside it.
import { git } from './git.mjs';

/**
 * The main line is what the first parents of the tip make. The base of a commit is the newest commit of the main line
 * that it has and that was there when its author wrote it: a branch that was rebased onto the main line did not have
 * all of it then. Undefined where there is none.
 * @param {import('./stage.mjs').Source} source
 * @returns {(parent: string, authored: number) => string | undefined}
 */
export function mainLine({ folder, env, tip }) {
  const listed = git(
    folder,
    env,
    'log',
    '--first-parent',
    '--format=%H %ct',
    '--no-show-signature',
    tip,
    '--',
  );
  const line = listed.split('\n').map((commit) => {
    const [id = '', time] = commit.split(' ');
    return { id, time: Number(time) };
  });
  const places = new Map(line.map(({ id }, place) => [id, place]));
  /** @type {Map<string, number>} The place of the newest commit of the line that a commit reaches. */
  const reached = new Map();
  const all = git(folder, env, 'rev-list', '--topo-order', '--reverse', '--parents', tip, '--');
  for (const relation of all.split('\n')) {
    const [id = '', ...parents] = relation.split(' ');
    const inherited = parents.map((parent) => reached.get(parent) ?? Infinity);
    reached.set(id, places.get(id) ?? Math.min(Infinity, ...inherited));
  }
  return (parent, authored) => {
    let place = reached.get(parent) ?? Infinity;
    while ((line[place]?.time ?? 0) > authored) place++;
    return line[place]?.id;
  };
}
