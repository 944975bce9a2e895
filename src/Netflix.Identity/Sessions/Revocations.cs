using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Sessions;

/// <summary>
/// Devices whose access tokens are refused while one may still live: signed out ones, and, of those whose roles changed,
/// the tokens issued before. Kept in memory and read anew every two seconds, so that no request pays a query: this replica
/// refuses at once, the others within two seconds.
/// </summary>
internal sealed class Revocations(
    IServiceScopeFactory scopes, IOptions<AccountOptions> options, TimeProvider clock, ILogger<Revocations> logger)
    : RecurringWork(TimeSpan.FromSeconds(2), "Signed-out devices cannot be read, the last list stands", clock, logger, atOnce: false)
{
    private readonly ConcurrentDictionary<Guid, RevokedDevice> revoked = new();

    internal bool Refuses(Guid deviceId, DateTimeOffset issuedAt) =>
        !revoked.IsEmpty && revoked.TryGetValue(KeyOf(deviceId), out var device) && (device.IssuedBefore is not { } before || issuedAt < before);

    /// <summary>What is kept of a device that may belong to a deleted account: nothing that leads back to it.</summary>
    internal static Guid KeyOf(Guid deviceId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(deviceId.ToByteArray(bigEndian: true), hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>Signs devices of one account out, in the caller's transaction; call <see cref="Refuse"/> after its commit.</summary>
    /// <returns>Those that were signed in.</returns>
    internal async Task<Guid[]> SignOutAsync(IdentityDbContext db, Guid accountId, Guid[] deviceIds, CancellationToken cancel)
    {
        // Locked, or two sign-outs of one device would both delete it.
        var devices = await db.Devices.FromSql(
            $"select * from identity.devices where account_id = {accountId} and device_id = any({deviceIds}) order by device_id for update").ToListAsync(cancel);
        var now = Clock.GetUtcNow();
        foreach (var device in devices)
        {
            db.Devices.Remove(device);
            await RevokeAsync(db, new(KeyOf(device.DeviceId), now, null), cancel);
            db.Publish(new DeviceSignedOut(accountId, device.DeviceId));
        }

        return devices.ConvertAll(device => device.DeviceId).ToArray();
    }

    /// <summary>
    /// Refuses the access tokens that devices have now, in the caller's transaction: their refresh tokens stay good, and
    /// bring what the account may do from now on. Call the answer's <see cref="Refuse(IEnumerable{RevokedDevice})"/> after its commit.
    /// </summary>
    internal async Task<IReadOnlyList<RevokedDevice>> RenewAsync(IdentityDbContext db, IEnumerable<Guid> deviceIds, CancellationToken cancel)
    {
        var now = Clock.GetUtcNow();
        var devices = deviceIds.Select(deviceId => new RevokedDevice(KeyOf(deviceId), now, now)).ToList();
        foreach (var device in devices)
        {
            await RevokeAsync(db, device, cancel);
        }

        return devices;
    }

    /// <summary>Signs one device out; false when the account has no such device.</summary>
    internal async Task<bool> SignOutAsync(
        IdentityDbContext db, Guid accountId, Guid deviceId, Action write, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var signedOut = await SignOutAsync(db, accountId, [deviceId], cancel);
        if (signedOut.Length > 0)
        {
            write();
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        Refuse(signedOut);
        return signedOut.Length > 0;
    }

    internal void Refuse(Guid[] deviceIds) =>
        Refuse(deviceIds.Select(deviceId => new RevokedDevice(KeyOf(deviceId), Clock.GetUtcNow(), null)));

    internal void Refuse(IEnumerable<RevokedDevice> devices)
    {
        foreach (var device in devices)
        {
            revoked[device.Key] = device;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken); // before the first request, so that a restart forgets nothing
        await base.StartAsync(cancellationToken);
    }

    protected override Task RoundAsync(CancellationToken cancel) => RefreshAsync(cancel);

    private async Task RefreshAsync(CancellationToken cancel)
    {
        var oldest = Clock.GetUtcNow() - options.Value.AccessTokenLifetime;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await foreach (var device in db.RevokedDevices.AsNoTracking().Where(device => device.RevokedAt > oldest).AsAsyncEnumerable().WithCancellation(cancel))
        {
            revoked[device.Key] = device;
        }

        foreach (var (key, device) in revoked)
        {
            if (device.RevokedAt <= oldest)
            {
                revoked.TryRemove(key, out _);
            }
        }
    }

    /// <summary>A signed-out device stays so, whatever else is told of it.</summary>
    private static Task<int> RevokeAsync(IdentityDbContext db, RevokedDevice device, CancellationToken cancel) => db.Database.ExecuteSqlAsync($"""
        insert into identity.revoked_devices as r (key, revoked_at, issued_before) values ({device.Key}, {device.RevokedAt}, {device.IssuedBefore})
        on conflict (key) do update set revoked_at = excluded.revoked_at,
            issued_before = case when r.issued_before is null then null else excluded.issued_before end
        """, cancel);
}

/// <summary>The framework's access tokens, less those of devices that were signed out.</summary>
internal sealed class RevocableTickets(ISecureDataFormat<AuthenticationTicket> inner, Revocations revocations) : ISecureDataFormat<AuthenticationTicket>
{
    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Living(inner.Unprotect(protectedText));

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => Living(inner.Unprotect(protectedText, purpose));

    private AuthenticationTicket? Living(AuthenticationTicket? ticket) =>
        ticket is not null && revocations.Refuses(ticket.Principal.DeviceId(), TokenIssuer.IssuedAt(ticket.Principal)) ? null : ticket;
}
