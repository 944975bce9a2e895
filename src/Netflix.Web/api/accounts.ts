import type { TokenAnswer } from '../auth/session';
import { call } from './http';

export type Plan = 'basic' | 'standard' | 'premium';

export interface Profile {
  profileId: string;
  name: string;
  isKids: boolean;
  avatar?: string | null;
  language?: string | null;
  /** Choosing it takes its PIN, once on each device. */
  hasPin: boolean;
}

export interface ProfileInput {
  name: string;
  isKids: boolean;
  avatar: string;
  pin?: string | null;
}

export interface Account {
  email: string;
  country: string;
  plan: Plan;
  subscriptionStatus: string;
  roles: string[];
}

export interface Device {
  deviceId: string;
  name: string;
  type: string;
  lastUsedAt: string;
  current: boolean;
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
    call<void>('/auth/password/change', { method: 'POST', body: { currentPassword, newPassword } }),
  account: (signal?: AbortSignal) => call<Account>('/account', { signal }),
  update: (body: Partial<Pick<Account, 'plan' | 'country'>>) => call<Account | undefined>('/account', { method: 'PATCH', body }),
  devices: async (signal?: AbortSignal) => (await call<{ items: Device[] }>('/devices', { signal })).items,
  signOutDevice: (deviceId: string) => call<void>(`/devices/${deviceId}`, { method: 'DELETE' }),
  profiles: async (signal?: AbortSignal) => (await call<{ items: Profile[] }>('/profiles', { signal })).items,
  createProfile: (body: ProfileInput) => call<Profile>('/profiles', { method: 'POST', body }),
  updateProfile: (profileId: string, body: Partial<ProfileInput>) =>
    call<Profile | undefined>(`/profiles/${profileId}`, { method: 'PATCH', body }),
  deleteProfile: (profileId: string) => call<void>(`/profiles/${profileId}`, { method: 'DELETE' }),
  unlock: (profileId: string, pin: string) => call<void>(`/profiles/${profileId}/unlock`, { method: 'POST', body: { pin } }),
};
