using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Identity;

/// <summary>
/// Limits on guessing. An attempt is counted before the secret is checked, so parallel guesses count too, and forgotten
/// when it was right. Counts stand in PostgreSQL: replicas share them, a restart does not reset them, and an email
/// without an account is treated as one with (Identity's own lockout would tell them apart).
/// </summary>
internal sealed class Attempts(NpgsqlDataSource source, IOptions<AccountOptions> options, TimeProvider clock)
{
    internal static string SignIn(string email) => "sign-in:" + email.Normalize().ToUpperInvariant();

    internal static string Reset(string email) => "reset:" + email.Normalize().ToUpperInvariant();

    internal static string Password(Guid accountId) => $"password:{accountId:N}";

    internal static string Code(Guid accountId) => $"code:{accountId:N}";

    /// <summary>Codes of televisions that an account tries to confirm.</summary>
    internal static string Link(Guid accountId) => $"link:{accountId:N}";

    internal static string Pin(Guid profileId) => $"pin:{profileId:N}";

    internal static string? Address(HttpContext http, string what) => ClientAddress.LimitKey(http) is { } address ? $"{what}:{address}" : null;

    /// <summary>There were too many.</summary>
    /// <param name="First">The one that went over the limit: told once, not with every further guess.</param>
    internal sealed record Refusal(TimeSpan Wait, bool First);

    /// <summary>Counts one attempt; null while there are not too many.</summary>
    internal async Task<Refusal?> CountAsync(string? key, int limit, CancellationToken cancel)
    {
        if (key is null)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("""
            insert into identity.attempts as a (key, count, ends_at) values ($1, 1, $2)
            on conflict (key) do update set
                count = case when a.ends_at <= $3 then 1 else a.count + 1 end,
                ends_at = case when a.ends_at <= $3 then $2 else a.ends_at end
            returning count, ends_at
            """);
        command.Parameters.Add(new() { Value = HashOf(key) });
        command.Parameters.Add(new() { Value = now + options.Value.LimitWindow });
        command.Parameters.Add(new() { Value = now });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.GetInt32(0) is var count && count > limit ? new(reader.GetFieldValue<DateTimeOffset>(1) - now, count == limit + 1) : null;
    }

    /// <summary>Takes back all that was counted, after a right secret.</summary>
    internal async Task ForgetAsync(string key, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("delete from identity.attempts where key = $1");
        command.Parameters.Add(new() { Value = HashOf(key) });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Takes back one: an address may hold an honest viewer and a guesser.</summary>
    internal async Task TakeBackAsync(string? key, CancellationToken cancel)
    {
        if (key is not null)
        {
            await using var command = source.CreateCommand("update identity.attempts set count = count - 1 where key = $1 and count > 0");
            command.Parameters.Add(new() { Value = HashOf(key) });
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    internal static IResult Refused(HttpContext http, Refusal refusal)
    {
        http.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, refusal.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("There were too many attempts: wait a little, then try again.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
