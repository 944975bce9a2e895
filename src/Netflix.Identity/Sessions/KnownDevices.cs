using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;

namespace Netflix.Identity.Sessions;

/// <summary>
/// What an account was signed in from before. A device is known again by its name and type, not by its address or its
/// browser's version: those change by themselves, and a notice a week is read by nobody.
/// </summary>
internal static class KnownDevices
{
    /// <summary>Remembers the device; its first time is told to the account's owner by mail, but not that of the sign-up itself.</summary>
    internal static async Task MeetAsync(this IdentityDbContext db, Device device, HttpContext http, bool tell, CancellationToken cancel)
    {
        var fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes($"{device.Name}\n{device.Type}"));
        var first = await db.Database.SqlQuery<bool>($"""
            insert into identity.known_devices (account_id, fingerprint, seen_at)
            values ({device.AccountId}, {fingerprint}, {device.CreatedAt})
            on conflict (account_id, fingerprint) do update set seen_at = excluded.seen_at
            returning xmax = 0 as "Value"
            """).ToListAsync(cancel);
        if (tell && first[0])
        {
            db.Publish(new SecurityNoticeRaised(
                device.AccountId, SecurityNotice.NewDevice, device.Name, AuditTrail.AddressOf(http), device.CreatedAt));
        }
    }
}
