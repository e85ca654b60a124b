/** What the Objects view does besides showing a picture. Loaded together, as small pictures, the widget's, begin without it. */
export { PictureKeeper } from '../layout/keep-picture.ts';
export { default as BeyondSight } from './BeyondSight.svelte';
export { default as CellMenu } from './CellMenu.svelte';
export { default as ObjectTable } from './ObjectTable.svelte';
export { StepFollower } from './step-follower.ts';
export { swingArrows } from './swing-arrows.ts';
/** Loaded where it is first needed: with this it is there already, so that no arrow runs over boxes meanwhile. */
export { bendArrows } from '../layout/bend-arrows.ts';
