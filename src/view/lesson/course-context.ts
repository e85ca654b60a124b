import { getContext, setContext } from 'svelte';
import type { Course } from '../../session/lesson/course.svelte.ts';

const KEY = Symbol('course');

export function provideCourse(course: Course): void {
  setContext(KEY, course);
}

export function useCourse(): Course {
  return getContext<Course>(KEY);
}
