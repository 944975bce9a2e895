import type { TokenAnswer } from '../auth/session';
import { call, send } from './http';
import { toApiError } from './problem';

export type Plan = 'basic' | 'standard' | 'premium';

export type SubscriptionStatus = 'active' | 'suspended' | 'cancelled' | 'expired';

export interface Profile {
  profileId: string;
  name: string;
  isKids: boolean;
  avatar?: string | null;
  language?: string | null;
  /** Choosing it takes its PIN, once on each device. */
  hasPin: boolean;
  /** The age up to which titles are shown. */
  maturity: number;
  autoplayNext: boolean;
  dataSaver: boolean;
}

export interface ProfileInput {
  name: string;
  isKids: boolean;
  avatar: string;
  language?: string;
  maturity?: number;
  autoplayNext?: boolean;
  dataSaver?: boolean;
  pin?: string | null;
}

export interface Account {
  email: string;
  country: string;
  language: string;
  plan: Plan;
  subscriptionStatus: SubscriptionStatus;
  roles: string[];
  maxStreams: number;
  maxQuality: string;
  twoFactorEnabled: boolean;
  createdAt: string;
}

export interface Device {
  deviceId: string;
  name: string;
  type: string;
  createdAt: string;
  lastUsedAt: string;
  current: boolean;
}

interface SignUp {
  email: string;
  password: string;
  country: string;
  plan: Plan;
  language: string;
  deviceName: string;
  deviceType: string;
}

/** What a television shows, and asks with until somebody says yes. */
export interface DeviceCode {
  deviceCode: string;
  userCode: string;
  verificationUrl: string;
  /** Seconds. */
  expiresIn: number;
  interval: number;
}

export interface WaitingDevice {
  deviceName: string;
  deviceType: string;
  address?: string | null;
}

export const accounts = {
  signUp: (body: SignUp) => call<TokenAnswer>('/auth/signup', { method: 'POST', body, anonymous: true }),
  signIn: (body: { email: string; password: string; deviceName: string; deviceType: string; twoFactorCode?: string }) =>
    call<TokenAnswer>('/auth/login', { method: 'POST', body, anonymous: true }),
  signOut: () => call<void>('/auth/logout', { method: 'POST' }),
  changePassword: (currentPassword: string, newPassword: string) =>
    call<void>('/auth/password/change', { method: 'POST', body: { currentPassword, newPassword } }),
  forgotPassword: (email: string) => call<void>('/auth/password/forgot', { method: 'POST', body: { email }, anonymous: true }),
  resetPassword: (token: string, newPassword: string) =>
    call<void>('/auth/password/reset', { method: 'POST', body: { token, newPassword }, anonymous: true }),
  setUpTwoFactor: () => call<{ sharedKey: string; authenticatorUri: string }>('/auth/2fa/setup', { method: 'POST' }),
  enableTwoFactor: (code: string) => call<{ recoveryCodes: string[] }>('/auth/2fa/enable', { method: 'POST', body: { code } }),
  disableTwoFactor: (code: string) => call<void>('/auth/2fa/disable', { method: 'POST', body: { code } }),
  deviceCode: (deviceName: string, deviceType: string) =>
    call<DeviceCode>('/auth/device/code', { method: 'POST', body: { deviceName, deviceType }, anonymous: true }),
  deviceToken: (deviceCode: string) => call<TokenAnswer>('/auth/device/token', { method: 'POST', body: { deviceCode }, anonymous: true }),
  waitingDevice: (userCode: string) => call<WaitingDevice>(`/auth/device/${encodeURIComponent(userCode)}`),
  answerDevice: (userCode: string, approve: boolean) =>
    call<void>(`/auth/device/${approve ? 'approve' : 'deny'}`, { method: 'POST', body: { userCode } }),
  exportAll: async () => {
    const response = await send('/account/export');
    if (!response.ok) throw await toApiError(response);
    return response.blob();
  },
  remove: () => call<void>('/account', { method: 'DELETE' }),
  account: (signal?: AbortSignal) => call<Account>('/account', { signal }),
  update: (body: Partial<Pick<Account, 'plan' | 'country' | 'language' | 'subscriptionStatus'>>) => call<Account | undefined>('/account', { method: 'PATCH', body }),
  devices: async (signal?: AbortSignal) => (await call<{ items: Device[] }>('/devices?limit=100', { signal })).items,
  signOutDevice: (deviceId: string) => call<void>(`/devices/${deviceId}`, { method: 'DELETE' }),
  profiles: async (signal?: AbortSignal) => (await call<{ items: Profile[] }>('/profiles', { signal })).items,
  createProfile: (body: ProfileInput) => call<Profile>('/profiles', { method: 'POST', body }),
  updateProfile: (profileId: string, body: Partial<ProfileInput>) =>
    call<Profile | undefined>(`/profiles/${profileId}`, { method: 'PATCH', body }),
  deleteProfile: (profileId: string) => call<void>(`/profiles/${profileId}`, { method: 'DELETE' }),
  unlock: (profileId: string, pin: string) => call<void>(`/profiles/${profileId}/unlock`, { method: 'POST', body: { pin } }),
};
