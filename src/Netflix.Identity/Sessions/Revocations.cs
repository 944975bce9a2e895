using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Sessions;

/// <summary>
/// Devices signed out while an access token of theirs may still live. Kept in memory and read anew every two seconds, so
/// that no request pays a query: this replica refuses at once, the others within two seconds.
/// </summary>
internal sealed class Revocations(
    IServiceScopeFactory scopes, IOptions<AccountOptions> options, TimeProvider clock, ILogger<Revocations> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> revoked = new();

    internal bool Contains(Guid deviceId) => revoked.ContainsKey(deviceId);

    /// <summary>Signs devices of one account out, in the caller's transaction; call <see cref="Refuse"/> after its commit.</summary>
    /// <returns>Those that were signed in.</returns>
    internal async Task<Guid[]> SignOutAsync(IdentityDbContext db, Guid accountId, Guid[] deviceIds, CancellationToken cancel)
    {
        // Locked, or two sign-outs of one device would both delete it.
        var devices = await db.Devices.FromSql(
            $"select * from identity.devices where account_id = {accountId} and device_id = any({deviceIds}) order by device_id for update").ToListAsync(cancel);
        var now = clock.GetUtcNow();
        foreach (var device in devices)
        {
            db.Devices.Remove(device);
            db.RevokedDevices.Add(new(device.DeviceId, now));
            db.Publish(new DeviceSignedOut(accountId, device.DeviceId));
        }

        return devices.ConvertAll(device => device.DeviceId).ToArray();
    }

    /// <summary>Signs one device out; false when the account has no such device.</summary>
    internal async Task<bool> SignOutAsync(IdentityDbContext db, Guid accountId, Guid deviceId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var signedOut = await SignOutAsync(db, accountId, [deviceId], cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        Refuse(signedOut);
        return signedOut.Length > 0;
    }

    internal void Refuse(Guid[] deviceIds)
    {
        foreach (var deviceId in deviceIds)
        {
            revoked[deviceId] = clock.GetUtcNow();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken); // before the first request, so that a restart forgets nothing
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested) // a failed round must not stop the host
            {
                logger.LogWarning("Signed-out devices cannot be read, the last list stands: {Error}", exception.Message);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        var oldest = clock.GetUtcNow() - options.Value.AccessTokenLifetime;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await foreach (var device in db.RevokedDevices.AsNoTracking().Where(device => device.RevokedAt > oldest).AsAsyncEnumerable().WithCancellation(cancel))
        {
            revoked[device.DeviceId] = device.RevokedAt;
        }

        foreach (var (deviceId, at) in revoked)
        {
            if (at <= oldest)
            {
                revoked.TryRemove(deviceId, out _);
            }
        }
    }
}

/// <summary>The framework's access tokens, less those of devices that were signed out.</summary>
internal sealed class RevocableTickets(ISecureDataFormat<AuthenticationTicket> inner, Revocations revocations) : ISecureDataFormat<AuthenticationTicket>
{
    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Living(inner.Unprotect(protectedText));

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => Living(inner.Unprotect(protectedText, purpose));

    private AuthenticationTicket? Living(AuthenticationTicket? ticket) =>
        ticket is not null && revocations.Contains(ticket.Principal.DeviceId()) ? null : ticket;
}
