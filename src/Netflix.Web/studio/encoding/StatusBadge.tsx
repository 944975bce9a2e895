import type { Job } from '../../api/encoding';
import css from '../Studio.module.css';
import { statusWords } from './words';

export const StatusBadge = ({ job }: { job: Job }) => (
  <span className={`${css.badge} ${css[job.status] ?? ''}`}>
    {statusWords[job.status]}{job.status === 'processing' ? ` ${Math.floor(job.progress)}%` : ''}
  </span>
);
