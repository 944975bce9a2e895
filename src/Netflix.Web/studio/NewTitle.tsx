import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { studio } from '../api/studio';
import { useAction } from '../ui/useAction';
import css from './Studio.module.css';
import { readTitle, TitleForm } from './TitleForm';

export function NewTitlePage() {
  const create = useAction();
  const navigate = useNavigate();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const title = readTitle(event.currentTarget);
    void create.run(async () => {
      const { contentId } = await studio.create(title);
      await navigate(`/studio/${contentId}`, { replace: true });
    });
  }

  return (
    <>
      <header className={css.header}>
        <h1>New title</h1>
      </header>
      <TitleForm action={create} onSubmit={submit} submit="Create" />
    </>
  );
}
