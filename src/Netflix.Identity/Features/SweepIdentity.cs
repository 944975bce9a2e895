using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;

namespace Netflix.Identity.Features;

/// <summary>Removes, once an hour, what time has made useless: expired tokens and codes, forgotten devices, old attempts, old security events.</summary>
internal sealed class SweepIdentity(
    IServiceScopeFactory scopes, IOptions<AccountOptions> options, TimeProvider clock, ILogger<SweepIdentity> logger)
    : RecurringWork(TimeSpan.FromHours(1), "Old sessions could not be removed; the next hour tries again", clock, logger, atOnce: false)
{
    internal async Task SweepAsync(CancellationToken cancel)
    {
        var now = Clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Database;
        await database.ExecuteSqlAsync($"delete from identity.refresh_tokens where expires_at < {now}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.devices where last_used_at < {now - options.Value.RefreshTokenLifetime}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.revoked_devices where revoked_at < {now - 2 * options.Value.AccessTokenLifetime}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.password_resets where expires_at < {now}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.device_links where expires_at < {now}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.used_codes where used_at < {now - TwoFactor.CodesKept}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.audit where at < {now - options.Value.AuditRetention}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.known_devices where seen_at < {now - options.Value.AuditRetention}", cancel);
        await database.ExecuteSqlAsync($"delete from identity.attempts where ends_at < {now}", cancel);
    }

    protected override Task RoundAsync(CancellationToken cancel) => SweepAsync(cancel);
}
