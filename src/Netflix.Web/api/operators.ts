import type { Plan, SubscriptionStatus } from './accounts';
import type { Page } from './catalog';
import { call, query } from './http';

export interface AdminAccount {
  accountId: string;
  email: string;
  country: string;
  plan: Plan;
  subscriptionStatus: SubscriptionStatus;
  roles: string[];
  createdAt: string;
}

export interface AuditEvent {
  eventId: string;
  at: string;
  kind: string;
  accountId?: string | null;
  email?: string | null;
  deviceId?: string | null;
  address?: string | null;
  detail?: string | null;
}

export interface AuditFilter {
  accountId?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What administrators see of all accounts. */
export const operators = {
  accounts: (text: string, page: number, signal?: AbortSignal) => call<Page<AdminAccount>>('/admin/accounts' + query({ query: text, page, limit: 30 }), { signal }),
  updateAccount: (accountId: string, body: Partial<Pick<AdminAccount, 'roles' | 'subscriptionStatus' | 'plan'>>) =>
    call<void>(`/admin/accounts/${accountId}`, { method: 'PATCH', body }),
  audit: (filter: AuditFilter, page: number, signal?: AbortSignal) => call<Page<AuditEvent>>('/admin/audit' + query({ ...filter, page, limit: 50 }), { signal }),
};
