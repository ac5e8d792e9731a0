import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { shownParts } from '../../../../lib/cli/dashboard/dashboard-parts.ts';
import { openProject } from '../../../../lib/cli/frame/open-project.ts';
import { calledIn } from '../../../support/command-line.ts';
import { projectDir } from '../../../support/project-dir.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('visit', { schedule: every('5m') }, () => undefined);
`;

test('shownParts() has no alarms in compressed time, with the reason', async () => {
  const cwd = projectDir({ 'journeys/visit.journey.ts': JOURNEY });
  const reached = new Date().toISOString();
  await mkdir(path.join(cwd, '.waywiser'));
  await writeFile(path.join(cwd, '.waywiser/clock.json'), JSON.stringify({ scale: 60, reached }));

  await calledIn(cwd, async (paths, io) => {
    const project = await openProject({ selection: [] }, paths, io);
    const { alarms, project: shown, epochMs } = shownParts({ io }, project, paths);
    const [plan] = shown.plans;
    if (plan === undefined) throw new Error('there is no journey');

    await expect(alarms.statusesOf(plan)).rejects.toThrow('not evaluated in compressed time');
    expect(shown.banner).toContain('Timestamps are simulated');
    expect(epochMs()).toBe(Date.parse(reached));

    return 0;
  });
});
