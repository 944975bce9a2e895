using System.Security.Cryptography;
using System.Text.Json;

namespace Netflix.AppHost.Embedded;

/// <summary>Made at first start, kept in the data folder for its owner's eyes only.</summary>
/// <param name="DeliveryKey">32 bytes, base64: signs path tokens and edge registrations.</param>
internal sealed record Secrets(string PostgresPassword, string RedisPassword, string DeliveryKey, string AdminPassword, string DemoPassword)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What the environment says wins over what was made, for the two people's passwords.</summary>
    internal static Secrets LoadOrCreate(string path)
    {
        Secrets secrets;
        try
        {
            secrets = File.Exists(path) ? JsonSerializer.Deserialize<Secrets>(File.ReadAllText(path), Json)! : Create(path);
        }
        catch (JsonException exception)
        {
            throw new StartupException($"{path} cannot be read ({exception.Message}). It holds the database's password: restore it, or remove the whole data folder.", exception);
        }

        return secrets with
        {
            AdminPassword = Environment.GetEnvironmentVariable("NETFLIX_ADMIN_PASSWORD") is { Length: > 0 } admin ? admin : secrets.AdminPassword,
            DemoPassword = Environment.GetEnvironmentVariable("NETFLIX_DEMO_PASSWORD") is { Length: > 0 } demo ? demo : secrets.DemoPassword,
        };
    }

    private static Secrets Create(string path)
    {
        var secrets = new Secrets(Password(16), Password(16), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Password(8), Password(8));

        // Whole or not at all: a kill between the two must not leave an empty file beside a database that has a password.
        var partial = path + ".new";
        using (var file = new FileStream(partial, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            JsonSerializer.Serialize(file, secrets, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
        return secrets;
    }

    private static string Password(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
