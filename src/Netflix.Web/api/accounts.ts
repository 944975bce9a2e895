import type { TokenAnswer } from '../auth/session';
import { call } from './http';

export type Plan = 'basic' | 'standard' | 'premium';

export interface Profile {
  profileId: string;
  name: string;
  isKids: boolean;
  avatar?: string | null;
  language?: string | null;
  /** True when choosing it takes a PIN. */
  hasPin?: boolean;
}

export interface ProfileInput {
  name: string;
  isKids: boolean;
  avatar: string;
  pin?: string | null;
}

export interface Account {
  userId?: string;
  email?: string;
  country: string;
  plan: Plan;
  subscriptionStatus: string;
  roles?: string[];
}

export interface Device {
  deviceId: string;
  name?: string | null;
  type?: string | null;
  lastSeenAt?: string | null;
  current?: boolean;
  isCurrent?: boolean;
}

interface SignUp {
  email: string;
  password: string;
  country: string;
  plan: Plan;
}

export const accounts = {
  signUp: (body: SignUp) => call<TokenAnswer>('/auth/signup', { method: 'POST', body, anonymous: true }),
  signIn: (body: { email: string; password: string; deviceName: string; deviceType: string; twoFactorCode?: string }) =>
    call<TokenAnswer>('/auth/login', { method: 'POST', body, anonymous: true }),
  signOut: () => call<void>('/auth/logout', { method: 'POST' }),
  changePassword: (currentPassword: string, newPassword: string) =>
    call<TokenAnswer | undefined>('/auth/password/change', { method: 'POST', body: { currentPassword, newPassword } }),
  account: (signal?: AbortSignal) => call<Account>('/account', { signal }),
  update: (body: Partial<Pick<Account, 'plan' | 'country'>>) => call<Account | undefined>('/account', { method: 'PATCH', body }),
  devices: async (signal?: AbortSignal) => listOf<Device>(await call('/devices', { signal }), 'devices'),
  signOutDevice: (deviceId: string) => call<void>(`/devices/${deviceId}`, { method: 'DELETE' }),
  profiles: async (signal?: AbortSignal) => listOf<Profile>(await call('/profiles', { signal }), 'profiles'),
  createProfile: (body: ProfileInput) => call<Profile>('/profiles', { method: 'POST', body }),
  updateProfile: (profileId: string, body: Partial<ProfileInput>) =>
    call<Profile | undefined>(`/profiles/${profileId}`, { method: 'PATCH', body }),
  deleteProfile: (profileId: string) => call<void>(`/profiles/${profileId}`, { method: 'DELETE' }),
  unlock: (profileId: string, pin: string) => call<void>(`/profiles/${profileId}/unlock`, { method: 'POST', body: { pin } }),
};

/** A list, whether it came bare, as a page, or under its own name. */
export function listOf<T>(answer: unknown, name: string): T[] {
  if (Array.isArray(answer)) return answer as T[];
  const object = (answer ?? {}) as Record<string, unknown>;
  return (object['items'] ?? object[name] ?? []) as T[];
}
