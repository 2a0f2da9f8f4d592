import { WRITTEN } from './projects-dependencies.ts';
import { DISCOVERY } from './projects-discovery.ts';
import { ENTERED } from './projects-entries.ts';
import { GRAPHS } from './projects-graph.ts';
import { LABELLED } from './projects-labels.ts';
import { LAYOUT } from './projects-layout.ts';
import { PLACED } from './projects-places.ts';
import { SETTINGS } from './projects-settings.ts';
import type { OracleProject } from './projects-shape.ts';
import { SPECIAL } from './projects-special.ts';
import { SPLIT_SETTINGS } from './projects-split-settings.ts';
import { SQUASHED } from './projects-squashes.ts';

const THEMES = {
  modules: DISCOVERY,
  places: PLACED,
  labels: LABELLED,
  entries: ENTERED,
  dependencies: WRITTEN,
  graph: GRAPHS,
  special: SPECIAL,
  replaces: SQUASHED,
  settings: [...SETTINGS, ...SPLIT_SETTINGS],
  layout: LAYOUT,
} satisfies Record<string, readonly OracleProject[]>;

/** The projects that were written by hand; the theme is part of the name. */
export const PROJECTS: readonly OracleProject[] = Object.entries(THEMES).flatMap(([theme, projects]) =>
  projects.map((project) => ({ ...project, name: `${theme}: ${project.name}` })),
);

/** Whether the outcome is the same in every run of that feature release. */
export const isAskedOf = (version: string, { since = 0 }: OracleProject): boolean =>
  Number.parseInt(version, 10) >= since;
