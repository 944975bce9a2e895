using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Identity.Sessions;
using Npgsql;

namespace Netflix.Identity.Features;

/// <summary>
/// Makes the administrator and the demo viewer at start when their passwords are configured; a changed password is taken
/// over. Runs after the migrations and before the first request; replicas take turns by an advisory lock.
/// </summary>
internal sealed class SeedAccounts(
    IServiceScopeFactory scopes, NpgsqlDataSource source, Revocations revocations, IOptions<AccountOptions> options, TimeProvider clock) : IHostedService
{
    internal const string AdminEmail = "admin@netflix.local";
    internal const string DemoEmail = "demo@netflix.local";
    private const string Country = "US";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value is { AdminPassword: null, DemoPassword: null })
        {
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('identity.seed'))", connection, transaction);
        await wait.ExecuteNonQueryAsync(cancellationToken);

        if (options.Value.AdminPassword is { } admin)
        {
            await SeedAsync(() => Account.Open(AdminEmail, Country, Plan.Premium, clock.GetUtcNow(), "admin", "studio"), admin, kidsProfile: false, cancellationToken);
        }

        if (options.Value.DemoPassword is { } demo)
        {
            await SeedAsync(() => Account.Open(DemoEmail, Country, Plan.Premium, clock.GetUtcNow()), demo, kidsProfile: true, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SeedAsync(Func<Account> open, string password, bool kidsProfile, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        var account = open();
        if (await users.FindByEmailAsync(account.Email!) is { } known)
        {
            if (!await users.CheckPasswordAsync(known, password))
            {
                // The old one may have leaked: whoever is signed in by it is no longer.
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var devices = await db.Devices.Where(device => device.AccountId == known.Id).Select(device => device.DeviceId).ToArrayAsync(cancel);
                var signedOut = await revocations.SignOutAsync(db, known.Id, devices, cancel);
                known.PasswordHash = users.PasswordHasher.HashPassword(known, password);
                Check(await users.UpdateSecurityStampAsync(known)); // saves it all
                await transaction.CommitAsync(cancel);
                revocations.Refuse(signedOut);
            }

            return;
        }

        db.AddFirstProfile(account);
        if (kidsProfile)
        {
            var kids = Profile.Make(account.Id, "Kids", clock.GetUtcNow());
            kids.Set(name: null, isKids: true, avatar: null, language: null, maturity: Profile.KidsMaturity, autoplayNext: null, dataSaver: null);
            db.Profiles.Add(kids);
        }

        Check(await users.CreateAsync(account, password));
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("A first account cannot be made: " + string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }
}
