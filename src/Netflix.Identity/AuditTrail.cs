using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Netflix.ServiceDefaults;

namespace Netflix.Identity;

/// <summary>What of an account's security is written down.</summary>
internal enum AuditKind
{
    SignedUp, SignedIn, SignInFailed, SignInLocked, QuickSignInApproved, RefreshReused, SignedOut, DeviceEnded,
    PasswordChanged, PasswordResetRequested, PasswordReset, TwoFactorEnabled, TwoFactorDisabled, RecoveryCodeUsed,
    RolesChanged, PlanChanged, ProfilePinChanged, ProfilePinFailed, AccountExported, AccountDeleted,
}

/// <summary>One security event. Its account's rows go with the account; that some account was deleted stays, without a name.</summary>
internal sealed class AuditEvent
{
    private AuditEvent() { }

    public Guid EventId { get; private init; }
    public DateTimeOffset At { get; private init; }
    public AuditKind Kind { get; private init; }
    public Guid? AccountId { get; private init; }

    /// <summary>The administrator who did it to somebody else's account.</summary>
    public Guid? ActorId { get; private init; }

    public Guid? DeviceId { get; private init; }
    public string? Address { get; private init; }
    public string? Detail { get; private init; }

    internal static AuditEvent Of(
        AuditKind kind, DateTimeOffset at, Guid? accountId, Guid? actorId, Guid? deviceId, string? address, string? detail) => new()
    {
        EventId = Guid.CreateVersion7(at),
        At = at,
        Kind = kind,
        AccountId = accountId,
        ActorId = actorId,
        DeviceId = deviceId,
        Address = address,
        Detail = detail,
    };
}

/// <summary>Writes security events: with the change that they tell of, or by themselves when there was none.</summary>
internal sealed class AuditTrail(IdentityDbContext db, TimeProvider clock)
{
    /// <summary>Leaves with the context's next save.</summary>
    internal void Add(AuditKind kind, HttpContext http, Guid accountId, Guid? deviceId = null, string? detail = null, Guid? actorId = null) =>
        db.Audit.Add(AuditEvent.Of(kind, clock.GetUtcNow(), accountId, actorId, deviceId ?? DeviceOf(http, actorId ?? accountId), AddressOf(http), detail));

    /// <summary>Of a consumer, which knows only the address that the event brought.</summary>
    internal void Add(AuditKind kind, Guid accountId, string? address) =>
        db.Audit.Add(AuditEvent.Of(kind, clock.GetUtcNow(), accountId, null, null, address, null));

    /// <summary>That an account was deleted, and no more.</summary>
    internal void AddDeletion() => db.Audit.Add(AuditEvent.Of(AuditKind.AccountDeleted, clock.GetUtcNow(), null, null, null, null, null));

    /// <summary>Written at once. Nothing is when the account went away meanwhile; an email without one is not kept.</summary>
    internal Task AddNowAsync(AuditKind kind, HttpContext http, Guid? accountId, string? detail, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync($"""
            insert into identity.audit (event_id, at, kind, account_id, device_id, address, detail)
            select {Guid.CreateVersion7(now)}, {now}, {kind.ToString()}, {accountId}, {DeviceOf(http, accountId)}, {AddressOf(http)}, {detail}
            where {accountId}::uuid is null or exists (select 1 from identity.users where id = {accountId} for key share)
            """, cancel);
    }

    internal static string? AddressOf(HttpContext http) => http.Connection.RemoteIpAddress?.Plain().ToString();

    /// <summary>Only of whom it is about: an account's device in another's row would outlive the account.</summary>
    private static Guid? DeviceOf(HttpContext http, Guid? accountId) =>
        http.User.Identity is { IsAuthenticated: true } && http.User.AccountId() == accountId ? http.User.DeviceId() : null;
}
