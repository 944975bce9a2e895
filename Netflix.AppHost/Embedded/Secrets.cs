using System.Security.Cryptography;
using System.Text.Json;

namespace Netflix.AppHost.Embedded;

/// <summary>Made at first start, kept in the data folder for its owner's eyes only.</summary>
/// <param name="DeliveryKey">32 bytes, base64: signs path tokens and edge registrations.</param>
/// <param name="KeySecret">32 bytes, base64: seals the films' content keys in the database.</param>
internal sealed record Secrets(string PostgresPassword, string RedisPassword, string DeliveryKey, string KeySecret, string AdminPassword, string DemoPassword)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What the environment says wins over what was made, for the two people's passwords.</summary>
    /// <param name="cluster">The database that has its password from here, if it is made already.</param>
    internal static Secrets LoadOrCreate(string path, string cluster)
    {
        if (!File.Exists(path) && Directory.Exists(cluster))
        {
            throw new StartupException($"{path} is missing, and {cluster} opens only with the password in it: restore it, or remove the whole data folder.");
        }

        var secrets = File.Exists(path) ? Load(path) : Create(path);
        return secrets with
        {
            AdminPassword = Environment.GetEnvironmentVariable("NETFLIX_ADMIN_PASSWORD") is { Length: > 0 } admin ? admin : secrets.AdminPassword,
            DemoPassword = Environment.GetEnvironmentVariable("NETFLIX_DEMO_PASSWORD") is { Length: > 0 } demo ? demo : secrets.DemoPassword,
        };
    }

    /// <summary>A running service's password: what the environment says, else what its data folder holds.</summary>
    internal static string Find(string variable, string data, Func<Secrets, string> choose)
    {
        var path = Path.Combine(data, "secrets.json");
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given
            : File.Exists(path) ? choose(LoadOrCreate(path, data))
            : throw new StartupException($"Set {variable}, or name the service's data folder with --data: there is no {path}.");
    }

    private static Secrets Load(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<Secrets>(File.ReadAllText(path), Json) is
                { PostgresPassword: not null, RedisPassword: not null, DeliveryKey: not null, AdminPassword: not null, DemoPassword: not null } secrets)
            {
                // A data folder of before there were encrypted films.
                return secrets.KeySecret is null ? Save(path, secrets with { KeySecret = Key() }) : secrets;
            }
        }
        catch (JsonException)
        {
            // As one that lacks a field.
        }

        throw new StartupException($"{path} is damaged. It holds the database's password: restore it, or remove the whole data folder.");
    }

    private static Secrets Create(string path) => Save(path, new(Password(16), Password(16), Key(), Key(), Password(8), Password(8)));

    private static Secrets Save(string path, Secrets secrets)
    {
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

        File.Move(partial, path, overwrite: true);
        return secrets;
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Password(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
