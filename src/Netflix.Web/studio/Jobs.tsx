import { Link } from 'react-router';
import { studio } from '../api/studio';
import { Empty, Failed, Spinner } from '../ui/Status';
import { useLoad } from '../ui/useLoad';
import { JobCard } from './JobCard';
import css from './Studio.module.css';

/** All encode jobs, newest first; those that run are live. */
export function Jobs() {
  const jobs = useLoad('jobs', (signal) => studio.jobs(undefined, signal));
  if (jobs.state === 'loading') return <Spinner />;
  if (jobs.state === 'failed') return <Failed error={jobs.error} retry={jobs.reload} />;
  if (jobs.value.length === 0) return <Empty title="Nothing was encoded yet">A job appears here with every upload.</Empty>;
  return (
    <>
      <header className={css.header}>
        <h1>Encoding</h1>
      </header>
      <ul className={css.jobs}>
        {jobs.value.map((job) => (
          <li key={job.jobId}>
            <JobCard job={job} heading={job.title} />
            <Link className={css.crumb} to={`/studio/${job.contentId}`}>Open the title</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
