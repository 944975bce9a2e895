using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Netflix.ServiceDefaults;
using Npgsql;

namespace Netflix.Messaging.Tests;

/// <summary>A module of one table and its outbox, mapped and migrated as real modules are.</summary>
internal sealed class FilmContext(DbContextOptions<FilmContext> options) : DbContext(options)
{
    internal const string Schema = "films";

    internal DbSet<Film> Films => Set<Film>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Film>().ToTable("film");
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class Film
{
    public Guid Id { get; init; }
}

[DbContext(typeof(FilmContext))]
[Migration("0001_initial")]
internal sealed class M0001Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(FilmContext.Schema);
        migrationBuilder.Sql($"create table {FilmContext.Schema}.film (id uuid primary key)");
        migrationBuilder.CreateOutbox(FilmContext.Schema);
    }
}

/// <summary>A database of its own for one test, dropped after it.</summary>
internal sealed class OutboxDatabase : IAsyncDisposable
{
    private static readonly string Server =
        Environment.GetEnvironmentVariable("NETFLIX_TEST_POSTGRES") ?? "Host=127.0.0.1;Port=55432;Username=postgres";

    private readonly string name = $"netflix_messaging_{Guid.NewGuid():N}";

    private OutboxDatabase() =>
        ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20 }.ConnectionString;

    internal string ConnectionString { get; }

    internal NpgsqlDataSource Source { get; private set; } = null!;

    internal static async Task<OutboxDatabase> CreateAsync()
    {
        var database = new OutboxDatabase();
        await OnServerAsync($"create database {database.name}");
        database.Source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var services = new ServiceCollection()
            .AddSingleton(database.Source).AddModuleDatabase<FilmContext>(FilmContext.Schema).BuildServiceProvider();
        await Database.MigrateAsync(services, default);
        return database;
    }

    internal OutboxStore Outbox(TimeSpan? lease = null) => new(FilmContext.Schema, Source, lease);

    internal OutboxSignal Signal() => new([FilmContext.Schema], Source, NullLogger<OutboxSignal>.Instance);

    internal FilmContext Open() => new(new DbContextOptionsBuilder<FilmContext>().UseNpgsql(Source).Options);

    /// <summary>Commits events as a module does.</summary>
    internal async Task PublishAsync(params object[] events)
    {
        await using var films = Open();
        foreach (var one in events)
        {
            films.Publish(one);
        }

        await films.SaveChangesAsync();
    }

    internal async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal Task<long> RowsAsync() => ReadAsync<long>("select count(*) from films.outbox");

    /// <summary>As if all pauses and leases were over.</summary>
    internal Task LetTimePassAsync() => ExecuteAsync("update films.outbox set next_attempt_at = now()");

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await OnServerAsync($"drop database {name} with (force)");
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
