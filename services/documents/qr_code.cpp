#include "services/documents/qr_code.hpp"

#include <memory>
#include <qrencode.h>
#include <stdexcept>

namespace hiroba::documents {
namespace {

constexpr int quiet_zone = 4; // modules, JIS X 0510

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

} // namespace

void place_qr(Flow& flow, const std::string& text, double x, double y, double size) {
    constexpr int smallest_version = 0;
    constexpr int case_sensitive = 1;
    const std::shared_ptr<QRcode> code{
        QRcode_encodeString(text.c_str(), smallest_version, QR_ECLEVEL_M, QR_MODE_8, case_sensitive), FreeCode{}};
    if (!code) throw std::runtime_error("qr_code_impossible");
    const double module = size / (code->width + 2 * quiet_zone);
    flow.draw([code, module, x, y](cairo_t* cr) {
        for (int row = 0; row < code->width; ++row)
            for (int column = 0; column < code->width; ++column)
                if ((code->data[row * code->width + column] & 1) != 0)
                    cairo_rectangle(cr, x + (column + quiet_zone) * module, y + (row + quiet_zone) * module, module,
                                    module);
        cairo_fill(cr);
    });
}

} // namespace hiroba::documents
