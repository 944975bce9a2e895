import type { FormEvent } from 'react';
import { opinions, type Review } from '../api/opinions';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { SelectField, TextArea } from '../ui/Field';
import { Notice } from '../ui/Status';
import { useAction } from '../ui/useAction';
import css from './Reviews.module.css';

const reasons = ['Insults or hatred', 'Gives the ending away', 'Advertising or spam', 'Personal data of somebody', 'Something else'];

export function ReportDialog({ contentId, review, onClose }: { contentId: string; review: Review; onClose: (sent: boolean) => void }) {
  const report = useAction();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = [form.get('reason'), String(form.get('more')).trim()].filter(Boolean).join(': ');
    void report.run(async () => {
      await opinions.report(contentId, review.reviewId, reason);
      onClose(true);
    });
  }

  return (
    <Dialog title={`Report the review by ${review.author}`} onClose={() => onClose(false)}>
      <form className={css.dialog} onSubmit={submit} noValidate>
        <Notice>{report.message()}</Notice>
        <SelectField label="What is wrong with it" name="reason" autoFocus>
          {reasons.map((reason) => <option key={reason}>{reason}</option>)}
        </SelectField>
        <TextArea label="More about it, if you like" name="more" rows={3} maxLength={300} />
        <div className={css.actions}>
          <Button type="submit" look="primary" busy={report.busy}>Report</Button>
          <Button onClick={() => onClose(false)}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
