using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Netflix.Identity.Features;
using Netflix.Testing;
using static Netflix.Identity.Tests.IdentityApp;

namespace Netflix.Identity.Tests;

internal sealed class SweepTests
{
    [Test]
    public async Task Sweep_RemovesIdleDevicesAndExpiredTokensOnly()
    {
        using var active = await App.SignUpAsync();
        using var idle = await App.SignUpAsync();
        await App.Anonymous.RefreshAsync(active.Auth.RefreshToken).JsonAsync();
        await App.SqlAsync("update identity.devices set last_used_at = now() - interval '31 days' where account_id = $1", idle.AccountId);
        await App.SqlAsync("update identity.refresh_tokens t set expires_at = now() from identity.devices d where d.device_id = t.device_id and account_id = $1 and used_at is not null", active.AccountId);
        await App.SqlAsync("insert into identity.revoked_devices values (gen_random_uuid(), now() - interval '31 minutes')");
        await App.SqlAsync("insert into identity.attempts values ('\\x00', 1, now() - interval '1 second')");

        await App.SqlAsync("insert into identity.password_resets values ('\\x00', $1, now() - interval '1 second')", active.AccountId);
        await App.SqlAsync("update identity.audit set at = now() - interval '366 days' where account_id = $1", idle.AccountId);
        await App.SqlAsync("insert into identity.device_links values ('\\x00', '\\x00', 'TV', 'tv', null, null, now(), now() - interval '1 second', null, 5, 'Pending')");

        await App.SqlAsync("insert into identity.used_codes values ($1, '\\x00', now() - interval '11 minutes'), ($1, '\\x01', now())", active.AccountId);

        await App.Services.GetServices<IHostedService>().OfType<SweepIdentity>().Single().SweepAsync(CancellationToken.None);

        Assert.That(await App.CountAsync("identity.devices where account_id = $1", idle.AccountId), Is.Zero);
        Assert.That(await App.CountAsync("identity.devices where account_id = $1", active.AccountId), Is.EqualTo(1));
        Assert.That(await App.CountAsync("identity.refresh_tokens join identity.devices using (device_id) where account_id = $1", active.AccountId), Is.EqualTo(1));
        Assert.That(await App.CountAsync("identity.password_resets where account_id = $1", active.AccountId), Is.Zero);
        Assert.That(await App.CountAsync("identity.audit where account_id = $1", idle.AccountId), Is.Zero);
        Assert.That(await App.CountAsync("identity.audit where account_id = $1", active.AccountId), Is.EqualTo(1));
        Assert.That(await App.CountAsync("identity.used_codes where account_id = $1", active.AccountId), Is.EqualTo(1));
        Assert.That(await App.CountAsync("identity.device_links where user_hash = '\\x00'"), Is.Zero);
        Assert.That(await App.CountAsync("identity.revoked_devices where revoked_at < now() - interval '30 minutes'"), Is.Zero);
        Assert.That(await App.CountAsync("identity.attempts where ends_at < now() - interval '1 second'"), Is.Zero);
    }
}
