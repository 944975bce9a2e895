using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Npgsql;

namespace Netflix.Testing;

/// <summary>
/// A throw-away database, cloned (50 ms) from a template that is migrated once for each build of the Host. The server is
/// <c>NETFLIX_TEST_POSTGRES</c>, which <c>./test</c> sets.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const long TemplateLock = 0x7e57;

    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private TestDatabase(string name)
    {
        Name = name;
        ConnectionString = For(name);
    }

    public string Name { get; }
    public string ConnectionString { get; }

    private static string Server => Environment.GetEnvironmentVariable("NETFLIX_TEST_POSTGRES") ?? "Host=127.0.0.1;Port=55432;Username=postgres";

    public static async Task<TestDatabase> CreateAsync()
    {
        var template = await Template.Value;
        var name = $"netflix_test_{Guid.NewGuid():N}";
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, "select pg_advisory_lock(@lock)", ("lock", TemplateLock)); // a template admits one copy at a time
        await ExecuteAsync(connection, $"create database {name} template {template}");
        return new TestDatabase(name);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"drop database if exists {Name} with (force)");
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var name = "netflix_template_" + BuildHash();
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, "select pg_advisory_lock(@lock)", ("lock", TemplateLock));
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = @name", connection) { Parameters = { new("name", name) } };
        if (await exists.ExecuteScalarAsync() is null)
        {
            var making = name + "_making";
            await ExecuteAsync(connection, $"drop database if exists {making} with (force)");
            await ExecuteAsync(connection, $"create database {making}");
            await MigrateAsync(making);
            await ExecuteAsync(connection, $"alter database {making} rename to {name}");
        }

        return name;
    }

    private static async Task MigrateAsync(string name)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "--migrate"])
        {
            Environment =
            {
                ["Netflix__Roles"] = "web",
                ["ConnectionStrings__netflixdb"] = For(name) + ";Pooling=false",
                ["ConnectionStrings__redis"] = "127.0.0.1:1",
                ["Netflix__Media__Directory"] = Path.Combine(Path.GetTempPath(), "netflix-migrate"),
                ["Netflix__Delivery__Key"] = Convert.ToBase64String(new byte[32]),
                ["Netflix__Encoding__KeySecret"] = Convert.ToBase64String(new byte[32]),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The Host's --migrate failed:\n{await output}\n{await errors}");
        }
    }

    /// <summary>Changes with any module, so that no test runs on an older schema.</summary>
    private static string BuildHash()
    {
        var modules = typeof(Program).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("Netflix.", StringComparison.Ordinal))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => Assembly.Load(name).ManifestModule.ModuleVersionId.ToString());
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Concat(modules))))[..16];
    }

    private static string For(string database) => $"{Server};Database={database};Maximum Pool Size=20";

    private static async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
