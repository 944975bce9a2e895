using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Netflix.Identity.Sessions;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Identity;

/// <summary>ASP.NET Core Identity's users and their tokens, and what an account has here. Roles are an array of the account.</summary>
internal sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : DbContext(options)
{
    internal const string Schema = "identity";

    internal DbSet<Account> Users => Set<Account>();
    internal DbSet<Profile> Profiles => Set<Profile>();
    internal DbSet<Device> Devices => Set<Device>();
    internal DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();
    internal DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();
    internal DbSet<DeviceLink> DeviceLinks => Set<DeviceLink>();
    internal DbSet<AuditEvent> Audit => Set<AuditEvent>();
    internal DbSet<RevokedDevice> RevokedDevices => Set<RevokedDevice>();
    internal DbSet<ProfileUnlock> Unlocks => Set<ProfileUnlock>();

    /// <summary>
    /// The account, its row locked to the end of the transaction; null when it is gone. What counts an account's rows
    /// (profiles at most 5) or adds to it comes through here, so that parallel requests take turns.
    /// </summary>
    internal async Task<Account?> LockAccountAsync(Guid accountId, CancellationToken cancel)
    {
        var found = await Users.FromSql($"select * from identity.users where id = {accountId} for update").ToListAsync(cancel);
        return found.SingleOrDefault();
    }

    /// <summary>Whether nobody else is an administrator; locks all of them, so that two cannot go at once.</summary>
    internal async Task<bool> IsLastAdminAsync(Guid accountId, CancellationToken cancel)
    {
        var admins = await Database.SqlQuery<Guid>(
            $"select id as \"Value\" from identity.users where roles @> array['admin'] order by id for update").ToListAsync(cancel);
        return admins.TrueForAll(admin => admin == accountId);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("users");
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
            account.Property(a => a.Plan).HasConversion<string>();
            account.Property(a => a.Subscription).HasConversion<string>();

            // Failures are counted by Attempts, alike for emails with and without an account; phones are not kept.
            account.Ignore(a => a.AccessFailedCount);
            account.Ignore(a => a.LockoutEnabled);
            account.Ignore(a => a.LockoutEnd);
            account.Ignore(a => a.EmailConfirmed);
            account.Ignore(a => a.PhoneNumber);
            account.Ignore(a => a.PhoneNumberConfirmed);
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("user_tokens");
            token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
        });
        modelBuilder.Entity<Profile>().HasOne<Account>().WithMany().HasForeignKey(profile => profile.AccountId);
        modelBuilder.Entity<Device>().HasOne<Account>().WithMany().HasForeignKey(device => device.AccountId);
        modelBuilder.Entity<RefreshToken>(token =>
        {
            token.HasKey(t => t.Hash);
            token.HasOne<Device>().WithMany().HasForeignKey(t => t.DeviceId);
        });
        modelBuilder.Entity<RevokedDevice>().HasKey(device => device.Key);
        modelBuilder.Entity<PasswordReset>(reset =>
        {
            reset.HasKey(r => r.Hash);
            reset.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId);
        });
        modelBuilder.Entity<DeviceLink>(link =>
        {
            link.HasKey(l => l.DeviceHash);
            link.Property(l => l.State).HasConversion<string>();
            link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
        });
        modelBuilder.Entity<AuditEvent>(audit =>
        {
            audit.HasKey(a => a.EventId);
            audit.Property(a => a.Kind).HasConversion<string>();
            audit.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId);
        });
        modelBuilder.Entity<ProfileUnlock>(unlock =>
        {
            unlock.ToTable("profile_unlocks");
            unlock.HasKey(u => new { u.DeviceId, u.ProfileId });
            unlock.HasOne<Device>().WithMany().HasForeignKey(u => u.DeviceId);
            unlock.HasOne<Profile>().WithMany().HasForeignKey(u => u.ProfileId);
        });
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
