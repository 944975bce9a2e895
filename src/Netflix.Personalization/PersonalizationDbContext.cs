using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization;

internal sealed class PersonalizationDbContext(DbContextOptions<PersonalizationDbContext> options) : DbContext(options)
{
    internal const string Schema = "personalization";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
