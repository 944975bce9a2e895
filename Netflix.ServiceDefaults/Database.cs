using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Netflix.ServiceDefaults;

/// <summary>One PostgreSQL database, a schema and a DbContext a module, migrations by hand-written classes.</summary>
public static class Database
{
    private const int PreparedStatements = 200;
    private const long MigrationLock = 0x4e46_4c58; // one advisory lock for all modules: replicas migrate one after another

    /// <summary>The pool that modules share, from <c>ConnectionStrings:netflixdb</c>.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString("netflixdb")
            ?? throw new InvalidOperationException("ConnectionStrings:netflixdb is not set: name the PostgreSQL database.");
        return services.AddSingleton(_ => NpgsqlDataSource.Create(WithDefaults(connection)));
    }

    /// <summary>
    /// Statements that come again are prepared, and a connection goes back to the pool as it is: we leave nothing on it, and
    /// the pool's DISCARD ALL would throw the prepared ones away. What the connection string says itself stands, as it must
    /// behind a pooler such as PgBouncer.
    /// </summary>
    internal static string WithDefaults(string connection)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connection };
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (!said.ContainsKey("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
        }

        if (!said.ContainsKey("No Reset On Close"))
        {
            settings.NoResetOnClose = true;
        }

        return settings.ConnectionString;
    }

    public static IServiceCollection AddModuleDatabase<TContext>(this IServiceCollection services, string schema)
        where TContext : DbContext
    {
        services.AddDbContext<TContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.MigrationsHistoryTable("migrations", schema))
            // Migrations are SQL by hand (EF's Design package does not restore), so there is no snapshot to compare.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        return services.AddSingleton(new ModuleDatabase(typeof(TContext)));
    }

    /// <summary>Brings every module's schema up to date, one process at a time.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancel)
    {
        var source = services.GetRequiredService<NpgsqlDataSource>();
        await using var guard = await source.OpenConnectionAsync(cancel);
        await ExecuteAsync(guard, $"select pg_advisory_lock({MigrationLock})", cancel);
        try
        {
            foreach (var module in services.GetServices<ModuleDatabase>())
            {
                await using var scope = services.CreateAsyncScope();
                var context = (DbContext)scope.ServiceProvider.GetRequiredService(module.Context);
                await context.Database.MigrateAsync(cancel);
            }
        }
        finally
        {
            await ExecuteAsync(guard, $"select pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    /// <summary>Names tables and columns as SQL by hand writes them: <c>EpisodeTitle</c> is <c>episode_title</c>. Call last.</summary>
    public static void UseSnakeCase(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
            {
                entity.SetTableName(SnakeCase(table));
            }

            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && !char.IsUpper(name[i - 1]))
            {
                text.Append('_');
            }

            text.Append(char.ToLower(name[i], CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record ModuleDatabase(Type Context);
}
