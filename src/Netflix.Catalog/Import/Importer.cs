using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Catalog.Features;
using Netflix.Contracts;
using Netflix.Messaging;
using Npgsql;

namespace Netflix.Catalog.Import;

/// <summary>What an import did. Of the bad lines, the first <see cref="MostErrors"/> are told.</summary>
internal sealed class ImportReport
{
    internal const int MostErrors = 1000;
    private readonly List<LineError> errors = [];

    internal sealed record LineError(int Line, string Message);

    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Failed { get; private set; }
    public IReadOnlyList<LineError> Errors => errors;

    internal void Add(int line, string message)
    {
        Failed++;
        if (errors.Count < MostErrors)
        {
            errors.Add(new(line, message));
        }
    }
}

/// <summary>
/// Writes an import's titles, a batch a transaction: memory holds one batch, and what was done stays done when the client
/// leaves. A line's externalId names the title it updates, so the same import again changes nothing.
/// </summary>
internal sealed class Importer(IServiceScopeFactory scopes, IValidator<TitleRequest> validator, TimeProvider clock)
{
    // 500: 36,273 films in a minute; ten times as many hold ten times the memory and are no faster.
    private const int BatchSize = 500;
    private const int Tries = 5;

    internal async Task<ImportReport> RunAsync(IAsyncEnumerable<ImportLine> lines, TitleState state, CancellationToken cancel)
    {
        var report = new ImportReport();
        var batch = new List<ImportLine>(BatchSize);
        await foreach (var line in lines.WithCancellation(cancel))
        {
            if (line.Title is { } title && Problem(title) is not { } problem)
            {
                batch.Add(line);
            }
            else
            {
                report.Add(line.Number, line.Error ?? Problem(line.Title!)!);
            }

            if (batch.Count == BatchSize)
            {
                await SaveAsync(batch, state, report, cancel);
                batch.Clear();
            }
        }

        await SaveAsync(batch, state, report, cancel);
        return report;
    }

    private string? Problem(TitleRequest title)
    {
        var missing = title.Title is null ? "title: a title needs a name." : title.Type is null ? "type: say 'movie', 'series' or 'documentary'." : null;
        return missing ?? (validator.Validate(title) is { IsValid: false } result
            ? string.Join(" ", result.Errors.Select(error => $"{char.ToLowerInvariant(error.PropertyName[0])}{error.PropertyName[1..]}: {error.ErrorMessage}").Distinct())
            : null);
    }

    /// <summary>A batch that meets another writer is read and written again.</summary>
    private async Task SaveAsync(List<ImportLine> batch, TitleState state, ImportReport report, CancellationToken cancel)
    {
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var write = new BatchWrite(scope.ServiceProvider.GetRequiredService<CatalogDbContext>(), state, clock.GetUtcNow());
            try
            {
                await write.RunAsync(batch, cancel);
                report.Created += write.Created;
                report.Updated += write.Updated;
                report.Unchanged += write.Unchanged;
                write.Conflicts.ForEach(conflict => report.Add(conflict.Line, conflict.Message));
                return;
            }
            catch (Exception exception) when (attempt < Tries && IsOtherWriter(exception))
            {
                // Another import made the same titles, or the studio changed one, since we read them.
            }
        }
    }

    /// <summary>EF wraps a deadlock, which may pass, in an InvalidOperationException.</summary>
    private static bool IsOtherWriter(Exception exception) =>
        exception is DbUpdateException or NpgsqlException { IsTransient: true } or InvalidOperationException { InnerException: DbUpdateException or NpgsqlException { IsTransient: true } };

    private sealed class BatchWrite(CatalogDbContext db, TitleState state, DateTimeOffset now)
    {
        internal int Created { get; private set; }
        internal int Updated { get; private set; }
        internal int Unchanged { get; private set; }
        internal List<ImportReport.LineError> Conflicts { get; } = [];

        internal async Task RunAsync(List<ImportLine> batch, CancellationToken cancel)
        {
            var ids = batch.Select(line => line.Title!.ExternalId).OfType<string>().Distinct().ToArray();
            var known = await db.Titles.Where(title => ids.Contains(title.ExternalId)).AsSplitQuery().ToDictionaryAsync(title => title.ExternalId!, cancel);
            foreach (var (number, request, _) in batch)
            {
                if (request!.ExternalId is { } id && known.TryGetValue(id, out var title))
                {
                    Update(number, title, request);
                }
                else
                {
                    title = Title.Draft(request.Type!.Value, request.Over(null), now);
                    Announce(title);
                    db.Titles.Add(title);
                    Created++;
                    if (title.ExternalId is { } newId)
                    {
                        known.Add(newId, title);
                    }
                }
            }

            await db.SaveChangesAsync(cancel);
        }

        private void Update(int number, Title title, TitleRequest request)
        {
            if (request.Type != title.Type)
            {
                Conflicts.Add(new(number, $"type: '{title.ExternalId}' is there as {title.Type.ToString().ToLowerInvariant()}, and a title's type cannot change."));
                return;
            }

            var details = request.Over(title);
            var revision = title.Revision;
            Announce(title);
            if (!title.Is(details))
            {
                title.Describe(details);
            }

            if (title.Revision == revision)
            {
                Unchanged++;
                return;
            }

            Updated++;
            db.Publish(new TitleChanged(title.ContentId));
        }

        private void Announce(Title title)
        {
            if (state == TitleState.Announced)
            {
                title.Announce(now);
            }
        }
    }
}
