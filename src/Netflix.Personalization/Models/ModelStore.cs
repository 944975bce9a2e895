using Microsoft.EntityFrameworkCore;
using Netflix.Personalization.Engine;
using Netflix.Storage;

namespace Netflix.Personalization.Models;

/// <summary>Models by id: their facts in PostgreSQL, their numbers in the object store.</summary>
internal sealed class ModelStore(PersonalizationDbContext db, IObjectStore objects)
{
    private const int KeptModels = 5;

    internal Task<Model?> FindServingAsync(CancellationToken cancel) =>
        db.Models.AsNoTracking().FirstOrDefaultAsync(model => model.State == ModelState.Serving, cancel);

    /// <summary>Null when its numbers are gone.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or of another version of this service.</exception>
    internal async Task<Recommender?> LoadAsync(Guid modelId, CancellationToken cancel)
    {
        await using var stream = await objects.OpenAsync(Model.KeyOf(modelId), cancel: cancel);
        if (stream is null)
        {
            return null;
        }

        await using var numbers = TemporaryFile(); // not memory: a web process would hold a hundred megabytes twice, and long after
        await stream.CopyToAsync(numbers, cancel);
        numbers.Position = 0;
        return Recommender.Load(numbers);
    }

    internal async Task SaveAsync(Guid modelId, Recommender recommender, CancellationToken cancel)
    {
        await using var numbers = TemporaryFile();
        recommender.Save(numbers);
        numbers.Position = 0;
        await objects.WriteAsync(Model.KeyOf(modelId), numbers, cancel: cancel);
    }

    /// <summary>Lets the model serve instead of the one that does; false when it is none that can.</summary>
    internal async Task<bool> ServeAsync(Guid modelId, string reason, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Models.Where(model => model.State == ModelState.Serving && model.ModelId != modelId).ExecuteUpdateAsync(
            set => set.SetProperty(model => model.State, ModelState.Kept).SetProperty(model => model.Reason, "Another one serves."), cancel);
        var served = await db.Models.Where(model => model.ModelId == modelId && model.State != ModelState.Failed)
            .ExecuteUpdateAsync(set => set.SetProperty(model => model.State, ModelState.Serving).SetProperty(model => model.Reason, reason), cancel);
        if (served > 0)
        {
            await transaction.CommitAsync(cancel);
        }

        return served > 0;
    }

    /// <summary>Forgets all but the newest: the numbers first, so that none stay behind.</summary>
    internal async Task PruneAsync(CancellationToken cancel)
    {
        var old = await db.Models.Where(model => model.State != ModelState.Serving && model.State != ModelState.Training)
            .OrderByDescending(model => model.CreatedAt).Skip(KeptModels).Select(model => model.ModelId).ToListAsync(cancel);
        foreach (var modelId in old)
        {
            await objects.DeleteAsync(Model.KeyOf(modelId), cancel);
            await db.Models.Where(model => model.ModelId == modelId).ExecuteDeleteAsync(cancel);
        }
    }

    private static FileStream TemporaryFile() =>
        new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.DeleteOnClose);
}
