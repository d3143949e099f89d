// Texts: how long something still takes.
import { plural } from '../plural.ts';

const about = (count: number, one: string, other: string): string => `about ${count} ${plural(count, one, other)} left`;

export const progress = {
  /** After rounding: 5 s at least, then tens of seconds, minutes, quarters of an hour. */
  left: (seconds: number): string => {
    if (seconds <= 5) return 'a few seconds left';
    if (seconds < 60) return about(seconds, 'second', 'seconds');
    if (seconds < 3_600) return about(Math.round(seconds / 60), 'minute', 'minutes');
    const hours = Math.floor(seconds / 3_600);
    const minutes = Math.round((seconds - hours * 3_600) / 60);
    return minutes === 0 ? about(hours, 'hour', 'hours') : `about ${hours} h ${minutes} min left`;
  },
};
