import type { Base } from '../../change.ts';
import type { ObjectReader } from './objects.ts';
import { findCommit, findRepository, mergeBase } from './repository.ts';
import { git, lines, type Place } from './run.ts';

/** What was found out about the base. `missing` says why there is none although a remote exists. */
export type BaseAnswer =
  | { readonly kind: 'found'; readonly base: Base }
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly reason: string; readonly hint: string };

const SET_HEAD = 'git fetch origin && git remote set-head origin --auto';
const DEFAULT_BRANCHES = ['main', 'master', 'develop', 'trunk'];

/**
 * The base of `before`: the newest of its merge bases with the protected refs that exist. `wanted` are the revisions
 * and globs of refs of the configuration; without them the remote's default branch counts, and in a repository without
 * a remote the local default branch.
 */
export async function findBase(
  place: Place,
  objects: ObjectReader,
  before: string,
  wanted: readonly string[],
): Promise<BaseAnswer> {
  const refs = await listRefs(place);
  const tracking = refs.some(({ name }) => name.startsWith('refs/remotes/'));
  // a bare repository is what others push to: its own branches are what they have
  const shared = tracking || (await findRepository(place)).bare;
  const unfetched = !shared && (await hasRemote(place));
  const usual = wanted.length > 0 ? undefined : defaultRef(refs, tracking || unfetched);
  const candidates = usual ? [usual] : await wantedRefs(place, objects, wanted);
  const [first] = candidates;
  if (!first && wanted.length > 0) {
    return {
      kind: 'missing',
      reason: `${wanted.join(', ')} is not known here`,
      hint: 'git fetch --all --tags',
    };
  }
  if (!first) {
    if (!tracking && !unfetched) return { kind: 'none' };
    return { kind: 'missing', reason: 'the default branch of the remote is not known here', hint: SET_HEAD };
  }
  const base = await newestBase(place, before, candidates);
  if (base) return { kind: 'found', base: { ...base, shared: shared || unfetched } };
  return {
    kind: 'missing',
    reason: `${first.label} and this branch have no common commit here`,
    hint: 'the clone may be shallow: git fetch --unshallow',
  };
}

/** The merge base from which no other can be reached. */
async function newestBase(
  place: Place,
  before: string,
  candidates: readonly Candidate[],
): Promise<{ readonly oid: string; readonly ref: string } | undefined> {
  const bases = new Map<string, string>();
  for (const { oid, label } of candidates) {
    const base = oid === before ? before : await mergeBase(place, before, oid);
    if (base !== undefined && !bases.has(base)) bases.set(base, label);
  }
  const oids = [...bases.keys()];
  const newest = oids.length > 1 ? lines(await git(place, ['merge-base', '--independent', ...oids])) : oids;
  return newest[0] === undefined ? undefined : { oid: newest[0], ref: bases.get(newest[0])! };
}

interface Candidate {
  readonly oid: string;
  readonly label: string;
}

interface Ref extends Candidate {
  readonly name: string;
  /** What a symbolic ref points at, '' otherwise. */
  readonly target: string;
}

/** Of the refs that a glob matches only the newest are looked at: each costs git a walk. */
const MANY = 20;

async function wantedRefs(
  place: Place,
  objects: ObjectReader,
  wanted: readonly string[],
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const label of wanted) {
    if (/[*?[]/.test(label)) found.push(...(await refsLike(place, label)));
    else {
      const oid = await findCommit(objects, label);
      if (oid) found.push({ oid, label });
    }
  }
  return found;
}

/** Branches and tags that a glob matches, as people call them: `v*`, `origin/release/*`. */
async function refsLike(place: Place, glob: string): Promise<Candidate[]> {
  const patterns = ['', 'tags/', 'heads/', 'remotes/'].map(
    (kind) => `refs/${kind}${glob.replace(/^refs\//, '')}`,
  );
  const options = ['--sort=-creatordate', `--count=${MANY}`];
  const format = '--format=%(objectname) %(*objectname) %(refname:lstrip=2)';
  const output = lines(await git(place, ['for-each-ref', ...options, format, '--', ...patterns]));
  return output.map((line) => {
    const [oid = '', peeled = '', label = ''] = line.split(' ');
    return { oid: peeled || oid, label };
  });
}

async function listRefs(place: Place): Promise<Ref[]> {
  const patterns = ['HEAD', ...DEFAULT_BRANCHES].map((branch) => `refs/remotes/*/${branch}`);
  const local = DEFAULT_BRANCHES.map((branch) => `refs/heads/${branch}`);
  const format = '%(refname) %(objectname) %(symref) %(refname:short)';
  const output = await git(place, ['for-each-ref', `--format=${format}`, ...patterns, ...local]);
  return lines(output).flatMap((line) => {
    const [name = '', oid = '', target = '', label = ''] = line.split(' ');
    return oid === '' ? [] : [{ name, oid, target, label }];
  });
}

/** `origin/HEAD`, else `origin/main` and so on; another remote where there is no origin; without any, local branches. */
function defaultRef(refs: readonly Ref[], hasRemote: boolean): Candidate | undefined {
  const remotes = [...new Set(refs.flatMap(({ name }) => /^refs\/remotes\/([^/]+)\//.exec(name)?.[1] ?? []))];
  const ordered = remotes.sort((one, other) => Number(other === 'origin') - Number(one === 'origin'));
  for (const remote of ordered) {
    const head = refs.find(({ name }) => name === `refs/remotes/${remote}/HEAD`);
    if (head) return { oid: head.oid, label: head.target.replace(/^refs\/remotes\//, '') || head.label };
    const branch = firstBranch(refs, `refs/remotes/${remote}/`);
    if (branch) return branch;
  }
  return hasRemote ? undefined : firstBranch(refs, 'refs/heads/');
}

function firstBranch(refs: readonly Ref[], folder: string): Candidate | undefined {
  const names = DEFAULT_BRANCHES.map((branch) => folder + branch);
  return names.flatMap((name) => refs.find((ref) => ref.name === name) ?? [])[0];
}

async function hasRemote(place: Place): Promise<boolean> {
  return lines(await git(place, ['remote'])).length > 0;
}
