import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Answer, Files } from './our-answer.ts';
import type { OracleProject } from './projects-shape.ts';

const PROGRAM = join(import.meta.dirname, 'django_project.py');

/** What Python is told of a project, as a line of JSON; django_project.py says what is in it. */
export type Request = string;

/** Writes the projects below `folder`, one folder each. What is compiled, Python compiles whenever it is asked. */
export function writeProjects(
  projects: readonly OracleProject[],
  folder: string,
): ReadonlyMap<OracleProject, Request> {
  return new Map(
    projects.map((project, index) => {
      const top = join(folder, String(index));
      mkdirSync(top, { recursive: true });
      const compile = write(top, project.files);
      const { root = '', settings = 'settings' } = project;
      return [project, JSON.stringify({ path: join(top, root), settings, compile })];
    }),
  );
}

/**
 * What the Django of `python` makes of the projects, in the order of the requests. Throws when Python does not answer
 * for one of them.
 */
export async function askDjango(python: string, requests: readonly Request[]): Promise<Answer[]> {
  const half = Math.ceil(requests.length / 2); // two processes, for two processors
  const lines = await Promise.all([run(python, requests.slice(0, half)), run(python, requests.slice(half))]);
  return lines.flat().map((line, index) => {
    const answer = JSON.parse(line) as Answer;
    if (answer.error?.phase !== 'oracle') return answer;
    throw new Error(`${answer.error.class} ${answer.error.message}: ${requests[index]}`);
  });
}

/** Writes the files; hands back those that are to be compiled, as pairs of a source and its target. */
function write(folder: string, files: Files): [source: string, target: string][] {
  return Object.entries(files).flatMap(([path, content]) => {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (typeof content === 'string') writeFileSync(place, content);
    else if ('bytes' in content) writeFileSync(place, content.bytes);
    else if ('link' in content) symlinkSync(content.link, place);
    else return [[content.pyc, place]];
    return [];
  });
}

async function run(python: string, requests: readonly Request[]): Promise<string[]> {
  const child = spawn(python, ['-B', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PYTHON|DJANGO)/.test(name))),
  });
  child.stdin.end(requests.map((line) => `${line}\n`).join(''));
  const lines = (await text(child.stdout)).split('\n').slice(0, -1);
  if (lines.length !== requests.length)
    throw new Error(`${lines.length} answers to ${requests.length} requests`);
  return lines;
}
