// What git does to a work tree while Python runs in it, each scene in one shell: used by bench/old-code.mjs and by the
// oracle ring. A scene hands back what Python said, and what it had to say.

/** Sixteen versions of one module, all of one size, in sixteen commits; the last one is checked out. */
export const VERSIONS = Array.from({ length: 16 }, (_, index) => `V = ${10 + index}\n`);

const CLEAR = 'rm -rf __pycache__ *.pyc';
/** @param {string} python */
const show = (python) => `${python} -c 'import m; print(m.V)'`;
const edit = "echo 'V = 99' >m.py";

/**
 * Scenes: lines of POSIX shell that print what a Python says, and the right answer.
 * @type {Readonly<Record<string, (python: string) => { lines: string[], right: string }>>}
 */
export const SCENES = {
  'bisect run': (python) => ({
    lines: [
      'git bisect start main main~15 >/dev/null',
      `git bisect run ${python} -c 'import m, sys; sys.exit(m.V >= 20)' >/dev/null`,
      'git show refs/bisect/bad:m.py',
      'git bisect reset >/dev/null 2>&1',
    ],
    right: VERSIONS[10] ?? '',
  }),
  'rebase -x': (python) => ({
    lines: [
      `git rebase --quiet main~8 -x "${show(python)} >>../seen" 2>/dev/null`,
      'cat ../seen',
      'rm ../seen',
    ],
    right: VERSIONS.slice(8).join('').replaceAll('V = ', ''),
  }),
  'stash and pop': (python) => ({
    lines: [edit, show(python), 'git stash --quiet', show(python), 'git stash pop --quiet', show(python)],
    right: '99\n25\n99\n',
  }),
  'reset --hard': (python) => ({
    lines: [edit, show(python), 'git reset --quiet --hard', show(python)].concat([
      'git reset --quiet --hard main~1',
      show(python),
    ]),
    right: '99\n25\n24\n',
  }),
  switch: (python) => ({
    lines: [
      show(python),
      'git switch --quiet --detach main~3',
      show(python),
      'git switch --quiet work',
      show(python),
    ],
    right: '25\n22\n25\n',
  }),
};

/**
 * The whole of a scene, from a work tree without caches.
 * @param {readonly string[]} lines
 */
export const script = (lines) => ['git switch --quiet --force -C work main', CLEAR, ...lines].join('\n');
